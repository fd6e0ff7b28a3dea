namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>A tensor of one value whose shape is the input. Only of a constant shape.</summary>
/// <param name="Value">One element.</param>
public sealed record ConstantOfShape(Tensor Value) : Operator;
