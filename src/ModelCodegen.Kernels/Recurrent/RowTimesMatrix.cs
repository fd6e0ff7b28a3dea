namespace ModelCodegen.Kernels;

internal static partial class KernelMethods
{
    // sums[j] += x[0] * matrix[start + j] + x[1] * matrix[stride + start + j] + ..., each sum in that order, by a
    // multiplication and an addition: neighbours are computed side by side, so that no vector's width changes a bit.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void AddRowTimesMatrix<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> matrix, int stride, int start, Span<T> sums)
        where T : unmanaged, INumberBase<T>
    {
        int j = 0;
        if (Vector<T>.IsSupported)
        {
            for (int block = 4 * Vector<T>.Count; j <= sums.Length - block; j += block)
            {
                Span<Vector<T>> four = MemoryMarshal.Cast<T, Vector<T>>(sums.Slice(j, block));
                Vector<T> a = four[0];
                Vector<T> b = four[1];
                Vector<T> c = four[2];
                Vector<T> d = four[3];
                for (int k = 0; k < x.Length; k++)
                {
                    ReadOnlySpan<Vector<T>> row = MemoryMarshal.Cast<T, Vector<T>>(matrix.Slice((k * stride) + start + j, block));
                    var factor = new Vector<T>(x[k]);
                    a += factor * row[0];
                    b += factor * row[1];
                    c += factor * row[2];
                    d += factor * row[3];
                }

                four[0] = a;
                four[1] = b;
                four[2] = c;
                four[3] = d;
            }
        }

        for (; j < sums.Length; j++)
        {
            T sum = sums[j];
            for (int k = 0; k < x.Length; k++)
            {
                sum += x[k] * matrix[(k * stride) + start + j];
            }

            sums[j] = sum;
        }
    }
}
