namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>min(max(x, low), high); inputs x, low?, high?. Shape inference makes it a <see cref="Unary"/>.</summary>
public sealed record Clip : Operator;
