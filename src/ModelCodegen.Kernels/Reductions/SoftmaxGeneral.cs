namespace ModelCodegen.Kernels;

// Softmax of any float type along a dimension, or its logarithm, computed in double.
internal static partial class KernelMethods
{
    // exponentials holds extent elements.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void SoftmaxGeneral<T>(ReadOnlySpan<T> x, Span<T> y, Span<double> exponentials, int extent, int inner, bool logarithm)
        where T : unmanaged, INumber<T>
    {
        int rows = x.Length / extent;
        for (int i = 0; i < rows; i++)
        {
            int start = (i / inner * extent * inner) + (i % inner);
            double largest = double.NegativeInfinity;
            for (int k = 0; k < extent; k++)
            {
                largest = Math.Max(largest, double.CreateTruncating(x[start + (k * inner)]));
            }

            double sum = 0;
            for (int k = 0; k < extent; k++)
            {
                double e = ExpReal(double.CreateTruncating(x[start + (k * inner)]) - largest);
                exponentials[k] = e;
                sum += e;
            }

            double shift = logarithm ? largest + LogReal(sum) : 0;
            for (int k = 0; k < extent; k++)
            {
                int at = start + (k * inner);
                y[at] = T.CreateTruncating(logarithm ? double.CreateTruncating(x[at]) - shift : exponentials[k] / sum);
            }
        }
    }
}
