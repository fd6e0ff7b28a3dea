namespace ModelCodegen.Compiler.Report;

/// <summary>An interval of real numbers.</summary>
/// <param name="Min">Its lower end.</param>
/// <param name="Max">Its upper end.</param>
public sealed record IntervalReport(double Min, double Max);
