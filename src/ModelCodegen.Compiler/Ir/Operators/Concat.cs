namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>Joins its inputs along a dimension.</summary>
/// <param name="Axis">The dimension, not negative after shape inference.</param>
public sealed record Concat(int Axis) : Operator;
