namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>A <see cref="MatMul"/> of two computed tensors times a number; made by lowering for itself.</summary>
/// <param name="Scale">The number.</param>
public sealed record ScaledMatMul(float Scale) : Operator
{
    /// <inheritdoc/>
    public override string Name => "MatMul";
}
