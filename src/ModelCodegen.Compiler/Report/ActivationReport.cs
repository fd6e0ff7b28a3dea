namespace ModelCodegen.Compiler.Report;

/// <summary>The numbers that a value becomes.</summary>
/// <param name="Range">The least and the largest number on the calibration data; <see langword="null"/> where there is none.</param>
/// <param name="Clip">The least and the largest number that its code stands for; <see langword="null"/> for floats.</param>
/// <param name="Histogram">How often numbers occur; <see langword="null"/> without calibration data.</param>
public sealed record ActivationReport(IntervalReport? Range, IntervalReport? Clip, HistogramReport? Histogram);
