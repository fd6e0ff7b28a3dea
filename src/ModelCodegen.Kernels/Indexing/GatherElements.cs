namespace ModelCodegen.Kernels;

// Elements of a tensor, one per index.
internal static partial class KernelMethods
{
    // y[i, j, k] = x[i, indices[i, j, k], k]. Extents are those of the indices; strides those of x, 0 along the dimension
    // that the indices are for, whose extent and stride follow.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void GatherElements<T, TIndex>(
        ReadOnlySpan<T> x, ReadOnlySpan<TIndex> indices, Span<T> y, ReadOnlySpan<int> extents, ReadOnlySpan<int> strides, int extent, int stride)
        where T : unmanaged
        where TIndex : unmanaged, INumberBase<TIndex>
    {
        Span<int> at = stackalloc int[extents.Length];
        at.Clear();
        int offset = 0;
        for (int i = 0; i < y.Length; i++)
        {
            y[i] = x[offset + (Position(indices[i], extent) * stride)];
            NextIndex(extents, strides, at, ref offset);
        }
    }
}
