namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>x broadcast to the shape that the second input names. Shape inference makes it a <see cref="View"/>.</summary>
public sealed record Expand : Operator;
