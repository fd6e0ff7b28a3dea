namespace ModelCodegen.Kernels;

// Slices of a tensor at given positions of a dimension.
internal static partial class KernelMethods
{
    // x is [outer, extent, inner], y is [outer, indices, inner].
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Gather<T, TIndex>(ReadOnlySpan<T> x, ReadOnlySpan<TIndex> indices, Span<T> y, int outer, int extent, int inner)
        where T : unmanaged
        where TIndex : unmanaged, INumberBase<TIndex>
    {
        for (int i = 0; i < outer; i++)
        {
            for (int k = 0; k < indices.Length; k++)
            {
                x.Slice(((i * extent) + Position(indices[k], extent)) * inner, inner).CopyTo(y.Slice(((i * indices.Length) + k) * inner));
            }
        }
    }
}
