namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>Inference form: (x - mean) / sqrt(var + Epsilon) * scale + bias over dimension 1; inputs x, scale, bias, mean, var.</summary>
public sealed record BatchNormalization : Operator
{
    /// <summary>Added to the variance.</summary>
    public float Epsilon { get; init; } = 1e-5f;
}
