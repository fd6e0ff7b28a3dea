using ModelCodegen.Compiler.Compress.Calibration;

namespace ModelCodegen.Compiler.Report;

/// <summary>How often a value's numbers occur.</summary>
/// <param name="Start">Where the first bin begins.</param>
/// <param name="Width">The width of each bin.</param>
/// <param name="Counts">Numbers per bin.</param>
public sealed record HistogramReport(double Start, double Width, IReadOnlyList<long> Counts)
{
    private const int MostBins = 64;

    /// <summary>A histogram with neighbouring bins put together.</summary>
    public static HistogramReport Of(Histogram histogram)
    {
        int join = Math.Max(1, (histogram.Bins + MostBins - 1) / MostBins);
        var counts = new long[(histogram.Bins + join - 1) / join];
        for (int bin = 0; bin < histogram.Bins; bin++)
        {
            counts[bin / join] += histogram.Counts[bin];
        }

        return new HistogramReport(histogram.Edge(0), histogram.Width * join, counts);
    }
}
