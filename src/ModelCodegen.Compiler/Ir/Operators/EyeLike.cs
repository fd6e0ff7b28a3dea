using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>A matrix of x's shape with ones on a diagonal. Shape inference makes it a constant.</summary>
/// <param name="Type">The result's type; <see langword="null"/> for that of x.</param>
/// <param name="Diagonal">Column - row of the ones.</param>
public sealed record EyeLike(ElementType? Type, int Diagonal) : Operator;
