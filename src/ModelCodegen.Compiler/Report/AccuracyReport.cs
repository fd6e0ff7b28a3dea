using ModelCodegen.Compiler.Compress.Budget;
using ModelCodegen.Compiler.Reference;

namespace ModelCodegen.Compiler.Report;

/// <summary>How the compressed network does on validation data, beside the original float one. Scores are percentages.</summary>
/// <param name="Samples">The number of samples.</param>
/// <param name="Measure">What scores count: <c>top-1</c>, <c>agreement</c> of arg-max with float, or <c>signal</c> without noise.</param>
/// <param name="Float">The float network's score; 100 where it is the yardstick itself.</param>
/// <param name="Compressed">The compressed network's.</param>
/// <param name="Drop">What compression costs, in percentage points.</param>
/// <param name="Interval">Half of the drop's paired 95 % interval, in percentage points.</param>
/// <param name="Agreement">The share of samples on which both have the same arg-max.</param>
/// <param name="Sqnr">Signal to quantization noise of the first output, in dB, at most 200.</param>
public sealed record AccuracyReport(int Samples, string Measure, double Float, double Compressed, double Drop, double Interval, double Agreement, double Sqnr)
{
    /// <summary>The figures of a measurement, rounded.</summary>
    public static AccuracyReport Of(Accuracy accuracy) => new(
        accuracy.Samples,
        accuracy.Measure switch
        {
            AccuracyMeasure.Top1 => "top-1",
            AccuracyMeasure.Agreement => "agreement",
            _ => "signal",
        },
        Round(accuracy.Original),
        Round(accuracy.Compressed),
        Round(accuracy.Drop),
        Round(accuracy.Interval),
        Round(accuracy.Agreement),
        Round(Math.Min(SignalNoise.Exact, accuracy.Sqnr)));

    private static double Round(double value) => Math.Round(value, 4);
}
