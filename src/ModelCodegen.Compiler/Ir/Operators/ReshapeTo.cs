namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>Inputs x and the target shape, which may hold 0 and -1. Shape inference makes it a <see cref="Reshape"/>.</summary>
/// <param name="AllowZero">A 0 means no elements instead of the input's dimension.</param>
public sealed record ReshapeTo(bool AllowZero) : Operator;
