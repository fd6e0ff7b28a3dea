using ModelCodegen.Compiler.Compress.Calibration;

namespace ModelCodegen.Compiler.Tests.Compress;

public sealed class HistogramTests
{
    [Theory]
    [InlineData(1e-6, 0)]
    [InlineData(1, 0)]
    [InlineData(1, 1000)]
    [InlineData(1e6, -3)]
    public void Counts_do_not_depend_on_the_order_of_values(double spread, double offset)
    {
        var random = new Random(1);
        float[] values = [.. Enumerable.Range(0, 5000).Select(i => (float)(((random.NextDouble() - 0.3) * spread * (i % 7 == 0 ? 10 : 1)) + offset)), 0];
        var forward = new Histogram();
        forward.Add(values);
        var backward = new Histogram();
        foreach (float[] part in values.Reverse().Chunk(13))
        {
            backward.Add(part);
        }

        Assert.Equal(values.Length, forward.Total);
        Assert.Equal(1, forward.Zeros);
        Assert.Equal(forward.Range, backward.Range);
        Assert.Equal(forward.Width, backward.Width);
        Assert.Equal(forward.Edge(0), backward.Edge(0));
        Assert.Equal(forward.Counts.ToArray(), backward.Counts.ToArray());
        Assert.InRange(forward.Bins, 1, Histogram.MostBins);
    }

    [Fact]
    public void Every_value_is_counted_in_its_bin()
    {
        var histogram = new Histogram();
        histogram.Add([-1, 0, 0.25f, 0.999f, 7]);
        int bins = 0;
        foreach (float value in (float[])[-1, 0, 0.25f, 0.999f, 7])
        {
            int bin = Enumerable.Range(0, histogram.Bins).Single(i => histogram.Edge(i) <= value && value < histogram.Edge(i + 1));
            bins += (int)histogram.Counts[bin];
        }

        Assert.Equal(5, bins);
    }

    [Fact]
    public void Minmax_covers_all_and_the_others_leave_out_a_lonely_outlier()
    {
        var histogram = new Histogram();
        var random = new Random(2);

        // Sums of uniform numbers: a bell of variance 1, and one value far away.
        histogram.Add([.. Enumerable.Range(0, 400_000).Select(_ => (float)Enumerable.Range(0, 12).Sum(_ => random.NextDouble() - 0.5)), 60]);
        Assert.Equal(60, RangeChoice.Of(histogram, CalibrationMethod.MinMax).Max);
        Assert.InRange(RangeChoice.Of(histogram, CalibrationMethod.Percentile).Max, 4, 6);
        Assert.InRange(RangeChoice.Of(histogram, CalibrationMethod.Entropy).Max, 2.5, 59);
        Assert.InRange(RangeChoice.Of(histogram, CalibrationMethod.Mse).Max, 3, 59);
        Assert.All([CalibrationMethod.Percentile, CalibrationMethod.Entropy, CalibrationMethod.Mse], method =>
            Assert.InRange(RangeChoice.Of(histogram, method).Min, histogram.Range.Min, -2.5));
    }

    [Theory]
    [InlineData(CalibrationMethod.Percentile)]
    [InlineData(CalibrationMethod.Entropy)]
    [InlineData(CalibrationMethod.Mse)]
    public void Ranges_stay_within_what_was_seen(CalibrationMethod method)
    {
        var random = new Random(3);
        foreach (float[] values in (float[][])[[0], [3, 3, 3], [-5], [0, 0, 1], [.. Enumerable.Range(0, 1000).Select(_ => random.NextSingle())], [.. Enumerable.Range(0, 1000).Select(_ => -random.NextSingle())]])
        {
            var histogram = new Histogram();
            histogram.Add(values);
            ValueRange range = RangeChoice.Of(histogram, method);
            Assert.InRange(range.Min, Math.Min(0, values.Min()), values.Max());
            Assert.InRange(range.Max, range.Min, Math.Max(0, values.Max()));
        }
    }
}
