namespace ModelCodegen.Kernels;

// A copy of a tensor with some elements updated.
internal static partial class KernelMethods
{
    // Takes the update whatever there was.
    internal readonly struct Replace<T> : IFunction2<T, T, T>
        where T : unmanaged
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke(T a, T b) => b;
    }

    // y[i, indices[i, j, k], k] = f(y[i, indices[i, j, k], k], updates[i, j, k]), in the order of the updates. Extents are
    // those of the indices; strides those of x, 0 along the dimension that the indices are for, whose extent and stride
    // follow.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void ScatterElements<T, TIndex, TFunction>(
        ReadOnlySpan<T> x, ReadOnlySpan<TIndex> indices, ReadOnlySpan<T> updates, Span<T> y, ReadOnlySpan<int> extents, ReadOnlySpan<int> strides, int extent, int stride)
        where T : unmanaged
        where TIndex : unmanaged, INumberBase<TIndex>
        where TFunction : struct, IFunction2<T, T, T>
    {
        x.CopyTo(y);
        Span<int> at = stackalloc int[extents.Length];
        at.Clear();
        int offset = 0;
        for (int i = 0; i < updates.Length; i++)
        {
            ref T target = ref y[offset + (Position(indices[i], extent) * stride)];
            target = default(TFunction).Invoke(target, updates[i]);
            NextIndex(extents, strides, at, ref offset);
        }
    }
}
