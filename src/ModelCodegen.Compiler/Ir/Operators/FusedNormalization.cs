namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>
/// A <see cref="LayerNormalization"/> of floats with what comes before and behind it; made by lowering for itself. Inputs x,
/// residual (perhaps omitted), scale, bias; results y, x + residual, y in bytes, each perhaps omitted.
/// </summary>
/// <param name="Axis">The first normalized dimension.</param>
/// <param name="Epsilon">Added to the variance.</param>
/// <param name="IsCentered">Whether the mean is taken off.</param>
public sealed record FusedNormalization(int Axis, float Epsilon, bool IsCentered) : Operator;
