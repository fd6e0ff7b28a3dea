namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>A matrix of x: dimensions before Axis, and the others. Shape inference makes it a <see cref="Reshape"/>.</summary>
/// <param name="Axis">Negative ones count from the end.</param>
public sealed record Flatten(int Axis) : Operator;
