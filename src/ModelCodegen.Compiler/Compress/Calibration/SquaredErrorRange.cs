namespace ModelCodegen.Compiler.Compress.Calibration;

/// <summary>
/// The range with the least expected squared error of an 8-bit code: what is clipped counts by its distance from the range,
/// what is rounded by a twelfth of a step's square. Each end is tried on a grid of fractions, in turn.
/// </summary>
internal static class SquaredErrorRange
{
    private const int Steps = 255;
    private const int Fractions = 64;
    private const int LeastFraction = 8;
    private const int Rounds = 2;

    public static ValueRange Of(Histogram histogram)
    {
        double min = Math.Min(0, (double)histogram.Range.Min);
        double max = Math.Max(0, (double)histogram.Range.Max);
        double low = min;
        double high = max;
        for (int round = 0; round < Rounds; round++)
        {
            high = Best(max, end => Error(histogram, low, end));
            low = Best(min, end => Error(histogram, end, high));
        }

        return new ValueRange((float)low, (float)high);
    }

    private static double Best(double whole, Func<double, double> error)
    {
        double best = whole;
        double least = whole == 0 ? 0 : error(whole);
        for (int fraction = Fractions - 1; fraction >= LeastFraction && whole != 0; fraction--)
        {
            double end = whole * fraction / Fractions;
            if (error(end) is var sum && sum < least)
            {
                (best, least) = (end, sum);
            }
        }

        return best;
    }

    private static double Error(Histogram histogram, double low, double high)
    {
        double step = (high - low) / Steps;
        double rounding = step * step / 12;
        ReadOnlySpan<long> counts = histogram.Counts;
        double sum = -histogram.Zeros * rounding;
        for (int bin = 0; bin < counts.Length; bin++)
        {
            double center = histogram.Center(bin);
            double clipped = center < low ? low - center : center > high ? center - high : 0;
            sum += counts[bin] * (rounding + (clipped * clipped));
        }

        return sum;
    }
}
