using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Reference;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Compress.Calibration;

/// <summary>
/// The method <c>auto</c>: for each value the range, of those that the methods give, with which the network's outputs change
/// least when this value alone is rounded to 8 bits.
/// </summary>
internal static class AutomaticRanges
{
    private const int MostSamples = 16;

    // Ranges that differ less are not worth a run.
    private const double Difference = 0.02;

    private static readonly CalibrationMethod[] Methods = [CalibrationMethod.MinMax, CalibrationMethod.Percentile, CalibrationMethod.Entropy, CalibrationMethod.Mse];

    /// <summary>Chooses the range of every value.</summary>
    /// <param name="graph">The float network.</param>
    /// <param name="histograms">What was seen of each value.</param>
    /// <param name="samples">Typical inputs, at least as many as are used.</param>
    /// <param name="cancellation">Ends it early.</param>
    public static Dictionary<string, ValueRange> Choose(
        Graph graph, IReadOnlyDictionary<string, Histogram> histograms, IEnumerable<IReadOnlyDictionary<string, Tensor>> samples, CancellationToken cancellation)
    {
        KeptRun[] runs = [.. samples.Take(KeptRun.Affordable(graph, MostSamples)).Select(sample => new KeptRun(graph, sample, cancellation))];
        string[] names = [.. histograms.Keys.Order(StringComparer.Ordinal)];
        var chosen = new ValueRange[names.Length];
        Parallel.For(0, names.Length, new ParallelOptions { CancellationToken = cancellation }, i =>
        {
            ValueRange[] candidates = Candidates(histograms[names[i]]);
            chosen[i] = candidates.Length == 1 ? candidates[0] : candidates.MinBy(range => runs.Sum(run => run.Noise(names[i], Round(run.Value(names[i]), range), cancellation)));
        });
        return names.Zip(chosen).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal);
    }

    private static ValueRange[] Candidates(Histogram histogram)
    {
        var candidates = new List<ValueRange>();
        foreach (CalibrationMethod method in Methods)
        {
            ValueRange range = RangeChoice.Of(histogram, method);
            double most = Difference * Math.Max(Math.Abs(range.Min), Math.Abs(range.Max));
            if (candidates.All(other => Math.Abs((double)other.Min - range.Min) > most || Math.Abs((double)other.Max - range.Max) > most))
            {
                candidates.Add(range);
            }
        }

        return [.. candidates];
    }

    private static Tensor Round(Tensor tensor, ValueRange range)
    {
        float[] values = tensor.Values<float>().ToArray();
        Quantization.ActivationParameters.FromRange(range).Snap(values);
        return Tensor.Create(tensor.Shape, values);
    }
}
