namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>Softmax over dimensions Axis to LastAxis together (opset 13: one dimension; before: all from the axis on).</summary>
/// <param name="Axis">The first dimension, not negative after shape inference.</param>
/// <param name="LastAxis">The last dimension, not negative after shape inference.</param>
public sealed record Softmax(int Axis, int LastAxis) : Operator;
