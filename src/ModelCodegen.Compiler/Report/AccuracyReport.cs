namespace ModelCodegen.Compiler.Report;

/// <summary>How the compressed network does on validation data, beside the float one.</summary>
/// <param name="Samples">The number of samples.</param>
/// <param name="FloatTop1">The share of samples on which the float network's arg-max is the label; <see langword="null"/> without labels.</param>
/// <param name="Top1">The same of the compressed network.</param>
/// <param name="Agreement">The share of samples on which both have the same arg-max.</param>
public sealed record AccuracyReport(int Samples, double? FloatTop1, double? Top1, double Agreement);
