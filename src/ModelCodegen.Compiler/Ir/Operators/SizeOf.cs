namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>The number of elements of x as Int64. Shape inference makes it a constant.</summary>
public sealed record SizeOf : Operator;
