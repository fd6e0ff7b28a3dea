namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>The mean over dimensions; inputs x, axes?. Shape inference makes a global <see cref="Pool"/> of it.</summary>
/// <param name="KeepDimensions">Whether the dimensions stay, with extent 1.</param>
/// <param name="NoopWithEmptyAxes">No axes mean no reduction, instead of all.</param>
public sealed record ReduceMean(bool KeepDimensions, bool NoopWithEmptyAxes) : Operator;
