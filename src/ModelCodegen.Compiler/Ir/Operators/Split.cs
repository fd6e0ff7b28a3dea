namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>Consecutive parts of x, one a result; inputs x, lengths?. Shape inference makes each a <see cref="View"/>.</summary>
/// <param name="Axis">The dimension; negative ones count from the end.</param>
public sealed record Split(int Axis) : Operator;
