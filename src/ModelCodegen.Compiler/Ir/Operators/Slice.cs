namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>Parts of x; inputs x, starts, ends, axes?, steps?. Only of constants.</summary>
public sealed record Slice : Operator;
