namespace ModelCodegen.Kernels;

// Vectors that are on at an index and off elsewhere.
internal static partial class KernelMethods
{
    // y is [outer, depth, inner] for indices [outer, inner]; values are off and on. Indices outside leave all off.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void OneHot<T, TIndex>(ReadOnlySpan<TIndex> indices, ReadOnlySpan<T> values, Span<T> y, int depth, int inner)
        where T : unmanaged
        where TIndex : unmanaged, INumberBase<TIndex>
    {
        y.Fill(values[0]);
        for (int i = 0; i < indices.Length; i++)
        {
            long index = long.CreateTruncating(indices[i]);
            index = index < 0 ? index + depth : index;
            if (index >= 0 && index < depth)
            {
                y[(((i / inner * depth) + (int)index) * inner) + (i % inner)] = values[1];
            }
        }
    }
}
