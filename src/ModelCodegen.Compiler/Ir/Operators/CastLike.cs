namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>Converts the first operand to the second one's type. Shape inference makes it a <see cref="Cast"/>.</summary>
public sealed record CastLike : Operator;
