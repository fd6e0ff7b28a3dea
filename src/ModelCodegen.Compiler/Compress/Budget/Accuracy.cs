using System.Globalization;

namespace ModelCodegen.Compiler.Compress.Budget;

/// <summary>How a compressed network does on validation data, beside the original float network.</summary>
/// <param name="Samples">The number of samples.</param>
/// <param name="Measure">What is counted.</param>
/// <param name="Original">The float network's score in percent; 100 where it is the yardstick itself.</param>
/// <param name="Compressed">The compressed network's.</param>
/// <param name="Interval">Half of the paired 95 % interval of their difference, in percentage points.</param>
/// <param name="Agreement">The share of samples on which both have the same arg-max, in percent.</param>
/// <param name="Sqnr">Signal to quantization noise of the first output, in dB; infinity where both are the same.</param>
public sealed record Accuracy(int Samples, AccuracyMeasure Measure, double Original, double Compressed, double Interval, double Agreement, double Sqnr)
{
    /// <summary>What compression costs, in percentage points.</summary>
    public double Drop => Original - Compressed;

    /// <summary>The figures, for people.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Name(Measure)} {Compressed:F2} % of {Samples} samples (float {Original:F2} %), drop {Drop:F2} +- {Interval:F2} points, same arg-max {Agreement:F2} %, SQNR {Sqnr:F1} dB");

    private static string Name(AccuracyMeasure measure) => measure switch
    {
        AccuracyMeasure.Top1 => "top-1",
        AccuracyMeasure.Agreement => "same arg-max as float",
        _ => "signal without noise",
    };
}
