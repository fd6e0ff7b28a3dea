using ModelCodegen.Compiler.Reference;

namespace ModelCodegen.Compiler.Report.Comparison;

/// <summary>How one form of a network did.</summary>
/// <param name="Name">Who ran it, and in which numbers.</param>
/// <param name="Bytes">The size of the model file, or of the constants.</param>
/// <param name="Sqnr">Signal to noise of all outputs against the first form, in dB; <see langword="null"/> for that form, where there is no signal, and where an output has another length.</param>
/// <param name="Agreement">How often the first output's arg-max is that of the first form, in percent; <see langword="null"/> where it is no row of scores.</param>
/// <param name="Top1">How often it is the label, in percent; <see langword="null"/> without labels.</param>
public sealed record NetworkScore(string Name, long Bytes, double? Sqnr, double? Agreement, double? Top1)
{
    /// <summary>The dB that stand for no noise at all.</summary>
    public const double Exact = SignalNoise.Exact;
}
