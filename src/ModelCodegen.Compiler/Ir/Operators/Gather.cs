namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>Slices of x along Axis at the positions of the second input. Only of constants.</summary>
/// <param name="Axis">The dimension, not negative after shape inference.</param>
public sealed record Gather(int Axis) : Operator;
