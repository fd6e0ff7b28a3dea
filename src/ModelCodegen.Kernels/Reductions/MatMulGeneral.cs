namespace ModelCodegen.Kernels;

// Products of matrices of any type.
internal static partial class KernelMethods
{
    // y[batch] = a[batch] b[batch]. The strides are those of a's and b's matrices over the batch, 0 where one is repeated;
    // sums has room for a row of results.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void MatMulGeneral<T, TSum>(
        ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y, Span<TSum> sums, ReadOnlySpan<int> batch, ReadOnlySpan<int> aStrides, ReadOnlySpan<int> bStrides, int rows, int depth)
        where T : unmanaged, INumberBase<T>
        where TSum : unmanaged, INumberBase<TSum>
    {
        Span<int> indices = stackalloc int[2 * batch.Length];
        indices.Clear();
        int columns = sums.Length;
        int aStart = 0;
        int bStart = 0;
        for (int next = 0; next < y.Length;)
        {
            for (int row = 0; row < rows; row++, next += columns)
            {
                sums.Clear();
                for (int k = 0; k < depth; k++)
                {
                    TSum factor = TSum.CreateTruncating(a[aStart + (row * depth) + k]);
                    ReadOnlySpan<T> line = b.Slice(bStart + (k * columns), columns);
                    for (int column = 0; column < line.Length; column++)
                    {
                        sums[column] += factor * TSum.CreateTruncating(line[column]);
                    }
                }

                for (int column = 0; column < columns; column++)
                {
                    y[next + column] = T.CreateTruncating(sums[column]);
                }
            }

            NextIndex(batch, aStrides, indices, ref aStart);
            NextIndex(batch, bStrides, indices.Slice(batch.Length), ref bStart);
        }
    }
}
