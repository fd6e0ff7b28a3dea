namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>Inserts dimensions of extent 1; inputs x, axes. Shape inference makes it a <see cref="Reshape"/>.</summary>
public sealed record Unsqueeze : Operator;
