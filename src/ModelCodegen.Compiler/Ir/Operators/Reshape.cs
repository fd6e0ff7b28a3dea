namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>
/// The same elements in row-major order under another shape: Reshape, Flatten, Squeeze and Unsqueeze after shape
/// inference, when the target is the output's shape and the only input is x.
/// </summary>
public sealed record Reshape : Operator;
