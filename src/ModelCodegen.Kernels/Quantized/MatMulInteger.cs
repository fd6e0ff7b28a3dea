namespace ModelCodegen.Kernels;

// Products of matrices of integers with 32-bit sums, ONNX's MatMulInteger.
internal static partial class KernelMethods
{
    // y[b] = (a[aSteps . b] - aZeroPoint) * (b[bSteps . b] - bZeroPoint) over a batch of that many extents; steps count
    // matrices. Zero points are per row of a and per column of b: their steps are 0 where one stands for several, and an
    // empty one stands for zeros.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void MatMulInteger<TA, TB>(
        ReadOnlySpan<TA> a,
        ReadOnlySpan<TB> b,
        ReadOnlySpan<TA> aZeroPoint,
        ReadOnlySpan<TB> bZeroPoint,
        Span<int> y,
        int rows,
        int columns,
        int depth,
        ReadOnlySpan<int> batch,
        ReadOnlySpan<int> aSteps,
        ReadOnlySpan<int> bSteps,
        int aZeroMatrix,
        int aZeroRow,
        int bZeroMatrix,
        int bZeroColumn)
        where TA : unmanaged, INumberBase<TA>
        where TB : unmanaged, INumberBase<TB>
    {
        int count = 1;
        foreach (int extent in batch)
        {
            count *= extent;
        }

        for (int matrix = 0; matrix < count; matrix++)
        {
            int aMatrix = 0;
            int bMatrix = 0;
            int rest = matrix;
            for (int d = batch.Length - 1; d >= 0; d--)
            {
                aMatrix += rest % batch[d] * aSteps[d];
                bMatrix += rest % batch[d] * bSteps[d];
                rest /= batch[d];
            }

            ReadOnlySpan<TB> right = b.Slice(bMatrix * depth * columns, depth * columns);
            for (int i = 0; i < rows; i++)
            {
                int aZero = aZeroPoint.IsEmpty ? 0 : int.CreateTruncating(aZeroPoint[(aMatrix * aZeroMatrix) + (i * aZeroRow)]);
                Span<int> sums = y.Slice(((matrix * rows) + i) * columns, columns);
                sums.Clear();
                for (int k = 0; k < depth; k++)
                {
                    int left = int.CreateTruncating(a[(((aMatrix * rows) + i) * depth) + k]) - aZero;
                    ReadOnlySpan<TB> row = right.Slice(k * columns, columns);
                    for (int j = 0; j < sums.Length; j++)
                    {
                        int bZero = bZeroPoint.IsEmpty ? 0 : int.CreateTruncating(bZeroPoint[(bMatrix * bZeroMatrix) + (j * bZeroColumn)]);
                        sums[j] += left * (int.CreateTruncating(row[j]) - bZero);
                    }
                }
            }
        }
    }
}
