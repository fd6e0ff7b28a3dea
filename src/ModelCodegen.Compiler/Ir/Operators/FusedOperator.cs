using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>An operator that may end with an activation, put there by normalization.</summary>
public abstract record FusedOperator : Operator
{
    /// <summary>Applied to every element of the result.</summary>
    public Activation Activation { get; init; } = Activation.None;
}
