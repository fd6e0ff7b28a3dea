using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>Converts elements by value. Only of constants.</summary>
/// <param name="To">The result's type.</param>
public sealed record Cast(ElementType To) : Operator;
