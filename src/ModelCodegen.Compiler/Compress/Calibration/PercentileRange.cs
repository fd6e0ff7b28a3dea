namespace ModelCodegen.Compiler.Compress.Calibration;

/// <summary>Leaves out the outermost values: a share of 0.0005 % of them at each end.</summary>
internal static class PercentileRange
{
    private const double Outside = 0.000005;

    public static ValueRange Of(Histogram histogram)
    {
        double left = Outside * histogram.Total;
        int low = 0;
        for (long sum = histogram.Counts[0]; sum <= left && low < histogram.Bins - 1; sum += histogram.Counts[low])
        {
            low++;
        }

        int high = histogram.Bins - 1;
        for (long sum = histogram.Counts[high]; sum <= left && high > low; sum += histogram.Counts[high])
        {
            high--;
        }

        return new ValueRange(
            Math.Max(histogram.Range.Min, (float)histogram.Edge(low)),
            Math.Min(histogram.Range.Max, (float)histogram.Edge(high + 1)));
    }
}
