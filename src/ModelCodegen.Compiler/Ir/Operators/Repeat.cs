namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>x repeated along each dimension, as often as the second input says. Shape inference makes it a <see cref="View"/> between reshapes.</summary>
public sealed record Repeat : Operator
{
    /// <inheritdoc/>
    public override string Name => "Tile";
}
