using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir.Calls;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>Whether elements are infinite.</summary>
/// <param name="Positive">Whether positive infinity counts.</param>
/// <param name="Negative">Whether negative infinity counts.</param>
public sealed record IsInfinite(bool Positive, bool Negative) : KernelOperator
{
    /// <inheritdoc/>
    public override ImmutableArray<ValueInfo> Infer(Operands operands) => [new ValueInfo(ElementType.Boolean, operands.Shape(0))];

    /// <inheritdoc/>
    public override KernelCall Call(Operands operands) =>
        new ElementwiseCall([operands.KernelType(0), "byte", $"IsInfinite<{operands.KernelType(0)}>"], Positive ? 1 : 0, Negative ? 1 : 0);
}
