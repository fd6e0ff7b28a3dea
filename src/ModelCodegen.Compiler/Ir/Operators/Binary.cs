using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>A function of two elements, broadcasting; inputs a, b.</summary>
/// <param name="Function">The function.</param>
public sealed record Binary(BinaryFunction Function) : FusedOperator
{
    /// <inheritdoc/>
    public override string Name => Function.ToString();
}
