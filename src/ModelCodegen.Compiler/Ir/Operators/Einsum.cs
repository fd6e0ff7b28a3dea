namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>Einstein's sum of products. Shape inference makes it matrix products, and what prepares their operands.</summary>
/// <param name="Equation">For example <c>bij,bjk->bik</c>.</param>
public sealed record Einsum(string Equation) : Operator;
