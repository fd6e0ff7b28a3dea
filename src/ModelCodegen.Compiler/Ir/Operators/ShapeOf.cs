namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>The dimensions Start to End (exclusive) of x as Int64. Shape inference makes it a constant.</summary>
/// <param name="Start">Clamped to the rank; negative ones count from the end.</param>
/// <param name="End">Clamped to the rank; negative ones count from the end; <see langword="null"/> means the rank.</param>
public sealed record ShapeOf(int Start, int? End) : Operator;
