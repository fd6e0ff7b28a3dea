namespace ModelCodegen.Kernels;

// Determinants of square matrices.
internal static partial class KernelMethods
{
    // Gaussian elimination in double, the largest element of a column as pivot; matrix has room for one.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Determinant<T>(ReadOnlySpan<T> x, Span<T> y, Span<double> matrix, int size)
        where T : unmanaged, INumberBase<T>
    {
        for (int i = 0; i < y.Length; i++)
        {
            for (int k = 0; k < size * size; k++)
            {
                matrix[k] = double.CreateTruncating(x[(i * size * size) + k]);
            }

            double product = 1;
            for (int column = 0; column < size; column++)
            {
                int pivot = column;
                for (int row = column + 1; row < size; row++)
                {
                    pivot = Math.Abs(matrix[(row * size) + column]) > Math.Abs(matrix[(pivot * size) + column]) ? row : pivot;
                }

                double diagonal = matrix[(pivot * size) + column];
                product *= pivot == column ? diagonal : -diagonal;
                if (diagonal == 0)
                {
                    break;
                }

                for (int k = column; k < size; k++)
                {
                    (matrix[(pivot * size) + k], matrix[(column * size) + k]) = (matrix[(column * size) + k], matrix[(pivot * size) + k]);
                }

                for (int row = column + 1; row < size; row++)
                {
                    double factor = matrix[(row * size) + column] / diagonal;
                    for (int k = column + 1; k < size; k++)
                    {
                        matrix[(row * size) + k] -= factor * matrix[(column * size) + k];
                    }
                }
            }

            y[i] = T.CreateTruncating(product);
        }
    }
}
