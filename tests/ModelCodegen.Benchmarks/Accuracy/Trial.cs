namespace ModelCodegen.Benchmarks.Accuracy;

/// <summary>One trained network by one method.</summary>
internal sealed record Trial(int[] Labels, Predictions Reference, Predictions Predictions, long Bytes, double CompressSeconds, double SecondsPerImage = 0)
{
    // Of the normal distribution.
    private const double Quantile = 1.959964;

    private double Drop => Reference.Top1(Labels) - Predictions.Top1(Labels);

    /// <summary>A network's line of the table.</summary>
    public static AccuracyRow Row(string network, string method, IReadOnlyList<Trial> trials) => new(
        network,
        method,
        trials.Average(trial => trial.Reference.Top1(trial.Labels)),
        trials.Average(trial => trial.Predictions.Top1(trial.Labels)),
        trials.Average(trial => trial.Drop),
        Interval([.. trials.SelectMany(trial => trial.Losses())]),
        trials.Max(trial => trial.Drop),
        trials.Average(trial => trial.Predictions.Agreement(trial.Reference)),
        trials.Min(trial => trial.Predictions.Sqnr(trial.Reference)),
        trials.Max(trial => trial.Bytes),
        trials[^1].SecondsPerImage * 1e6,
        trials.Average(trial => trial.CompressSeconds));

    // Per image: 1 where only the float network is right, -1 where only the compressed one is.
    private IEnumerable<int> Losses() => Labels.Select((label, i) => (Reference.Classes[i] == label ? 1 : 0) - (Predictions.Classes[i] == label ? 1 : 0));

    private static double Interval(int[] losses)
    {
        double mean = losses.Average();
        double variance = losses.Sum(loss => (loss - mean) * (loss - mean)) / (losses.Length - 1);
        return 100 * Quantile * Math.Sqrt(variance / losses.Length);
    }
}
