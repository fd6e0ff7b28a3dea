namespace ModelCodegen.Kernels;

internal static partial class KernelMethods
{
    // Rows of x to mean 0 and variance 1, then times scale plus bias: y = (x - mean) / sqrt(variance + epsilon) * scale + bias.
    // Without centering the mean is taken to be 0. Element i of row r has the scale of index
    // (r % rowPeriod) * rowStep + i / elementsPerScale, times scaleStep, and the bias likewise. Sums are made of 4 partial ones
    // of doubles, in one order.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Standardize<T>(
        ReadOnlySpan<T> x,
        ReadOnlySpan<T> scale,
        ReadOnlySpan<T> bias,
        Span<T> y,
        Span<T> means,
        Span<T> factors,
        int rows,
        int length,
        double epsilon,
        bool centered,
        int rowPeriod,
        int rowStep,
        int elementsPerScale,
        int scaleStep,
        int biasStep)
        where T : unmanaged, INumberBase<T>
    {
        for (int r = 0; r < rows; r++)
        {
            ReadOnlySpan<T> row = x.Slice(r * length, length);
            Span<T> result = y.Slice(r * length, length);
            double mean = centered ? SumOfPowers(row, 0, false) / length : 0;
            double factor = 1 / Math.Sqrt((SumOfPowers(row, mean, true) / length) + epsilon);
            means[r] = T.CreateTruncating(mean);
            factors[r] = T.CreateTruncating(factor);
            int origin = r % rowPeriod * rowStep;
            for (int start = 0, index = origin; start < length; start += elementsPerScale, index++)
            {
                int end = Math.Min(start + elementsPerScale, length);
                double gain = double.CreateTruncating(scale[index * scaleStep]) * factor;
                double offset = double.CreateTruncating(bias[index * biasStep]);
                for (int i = start; i < end; i++)
                {
                    result[i] = T.CreateTruncating(((double.CreateTruncating(row[i]) - mean) * gain) + offset);
                }
            }
        }
    }

    // The sum of x - center, or of its squares.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static double SumOfPowers<T>(ReadOnlySpan<T> x, double center, bool squares)
        where T : unmanaged, INumberBase<T>
    {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int i = 0;
        for (; i <= x.Length - 4; i += 4)
        {
            double p = double.CreateTruncating(x[i]) - center;
            double q = double.CreateTruncating(x[i + 1]) - center;
            double r = double.CreateTruncating(x[i + 2]) - center;
            double s = double.CreateTruncating(x[i + 3]) - center;
            a += squares ? p * p : p;
            b += squares ? q * q : q;
            c += squares ? r * r : r;
            d += squares ? s * s : s;
        }

        double sum = (a + b) + (c + d);
        for (; i < x.Length; i++)
        {
            double p = double.CreateTruncating(x[i]) - center;
            sum += squares ? p * p : p;
        }

        return sum;
    }
}
