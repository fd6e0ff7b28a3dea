namespace ModelCodegen.Kernels;

// A copy of a tensor with some slices updated.
internal static partial class KernelMethods
{
    // x is [extents..., inner]; indices are [lists, one index per extent], updates are [lists, inner].
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void ScatterND<T, TIndex, TFunction>(
        ReadOnlySpan<T> x, ReadOnlySpan<TIndex> indices, ReadOnlySpan<T> updates, Span<T> y, ReadOnlySpan<int> extents, int inner)
        where T : unmanaged
        where TIndex : unmanaged, INumberBase<TIndex>
        where TFunction : struct, IFunction2<T, T, T>
    {
        x.CopyTo(y);
        int depth = extents.Length;
        int lists = updates.Length / inner;
        for (int i = 0; i < lists; i++)
        {
            Span<T> target = y.Slice(SliceAt(indices.Slice(i * depth, depth), extents) * inner, inner);
            for (int k = 0; k < target.Length; k++)
            {
                target[k] = default(TFunction).Invoke(target[k], updates[(i * inner) + k]);
            }
        }
    }
}
