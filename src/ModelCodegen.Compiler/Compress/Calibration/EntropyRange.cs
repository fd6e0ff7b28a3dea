using ModelCodegen.Kernels;

namespace ModelCodegen.Compiler.Compress.Calibration;

/// <summary>
/// The threshold whose quantized distribution diverges least from the real one (Kullback-Leibler), as Migacz 2017, "8-bit
/// Inference with TensorRT", describes it: for each threshold what lies beyond is added to the outermost bin, and the bins
/// below are joined to as many levels as there are codes. Values of both signs get the same threshold on both sides.
/// </summary>
internal static class EntropyRange
{
    private const int Codes = 256;
    private const int Candidates = 128;

    // What was clipped to a level that nothing else has still needs some probability: so many values.
    private const double Smoothing = 1e-4;

    public static ValueRange Of(Histogram histogram)
    {
        bool bothSigns = histogram.Range.Min < 0 && histogram.Range.Max > 0;
        int levels = bothSigns ? Codes / 2 : Codes;
        long[] magnitudes = Magnitudes(histogram);
        if (magnitudes.Length <= levels)
        {
            return histogram.Range;
        }

        double[] logs = Array.ConvertAll(magnitudes, count => count == 0 ? 0 : KernelMethods.LogReal(count));
        int step = Math.Max(1, (magnitudes.Length - levels) / Candidates);
        int best = magnitudes.Length;
        double least = Divergence(magnitudes, logs, best, levels);
        for (int bins = best - step; bins >= levels; bins -= step)
        {
            if (Divergence(magnitudes, logs, bins, levels) is var divergence && divergence < least)
            {
                (best, least) = (bins, divergence);
            }
        }

        float threshold = (float)(best * histogram.Width);
        return new ValueRange(Math.Max(histogram.Range.Min, -threshold), Math.Min(histogram.Range.Max, threshold));
    }

    // By distance from zero. Zeros themselves are left out: they have a code of their own, and rectifiers make very many.
    private static long[] Magnitudes(Histogram histogram)
    {
        double width = histogram.Width;
        int bins = 0;
        for (int bin = 0; bin < histogram.Bins; bin++)
        {
            bins = Math.Max(bins, Magnitude(bin) + 1);
        }

        var magnitudes = new long[bins];
        for (int bin = 0; bin < histogram.Bins; bin++)
        {
            magnitudes[Magnitude(bin)] += histogram.Counts[bin];
        }

        magnitudes[0] -= Math.Min(magnitudes[0], histogram.Zeros);
        return magnitudes;

        int Magnitude(int bin) => (int)(Math.Abs(histogram.Center(bin)) / width);
    }

    private static double Divergence(long[] counts, double[] logs, int bins, int levels)
    {
        long outside = 0;
        for (int bin = bins; bin < counts.Length; bin++)
        {
            outside += counts[bin];
        }

        // Per bin: count * log(count / share of its level); both distributions are divided by their sums afterwards.
        double sum = 0;
        long inside = 0;
        for (int level = 0; level < levels; level++)
        {
            int begin = (int)((long)level * bins / levels);
            int end = (int)((long)(level + 1) * bins / levels);
            long total = 0;
            int filled = 0;
            double own = 0;
            for (int bin = begin; bin < end; bin++)
            {
                bool outermost = bin == bins - 1 && outside > 0;
                double count = counts[bin] + (outermost ? outside : 0);
                own += count * (outermost ? KernelMethods.LogReal(count) : logs[bin]);
                total += counts[bin];
                filled += count > 0 ? 1 : 0;
            }

            inside += total;
            if (filled > 0)
            {
                double weight = total + (level == levels - 1 ? outside : 0);
                sum += own - (weight * KernelMethods.LogReal(total > 0 ? (double)total / filled : Smoothing));
            }
        }

        double whole = inside + outside;
        return inside == 0 ? double.PositiveInfinity : (sum / whole) + KernelMethods.LogReal(inside / whole);
    }
}
