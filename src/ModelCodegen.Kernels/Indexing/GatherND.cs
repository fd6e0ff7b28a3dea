namespace ModelCodegen.Kernels;

// Slices of a tensor, each at a list of indices.
internal static partial class KernelMethods
{
    // x is [batch, extents..., inner]; indices are [batch, lists, one index per extent], y is [batch, lists, inner].
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void GatherND<T, TIndex>(ReadOnlySpan<T> x, ReadOnlySpan<TIndex> indices, Span<T> y, ReadOnlySpan<int> extents, int batch, int inner)
        where T : unmanaged
        where TIndex : unmanaged, INumberBase<TIndex>
    {
        int depth = extents.Length;
        int lists = y.Length / inner;
        int slices = x.Length / inner / batch;
        for (int i = 0; i < lists; i++)
        {
            int slice = (int)((long)i * batch / lists * slices) + SliceAt(indices.Slice(i * depth, depth), extents);
            x.Slice(slice * inner, inner).CopyTo(y.Slice(i * inner));
        }
    }

    // The row-major position of a list of indices.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int SliceAt<TIndex>(ReadOnlySpan<TIndex> indices, ReadOnlySpan<int> extents)
        where TIndex : unmanaged, INumberBase<TIndex>
    {
        int position = 0;
        for (int d = 0; d < extents.Length; d++)
        {
            position = (position * extents[d]) + Position(indices[d], extents[d]);
        }

        return position;
    }
}
