using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir.Calls;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>Whether elements are no numbers.</summary>
public sealed record IsNaN : KernelOperator
{
    /// <inheritdoc/>
    public override ImmutableArray<ValueInfo> Infer(Operands operands) => [new ValueInfo(ElementType.Boolean, operands.Shape(0))];

    /// <inheritdoc/>
    public override KernelCall Call(Operands operands) => new ElementwiseCall([operands.KernelType(0), "byte", $"IsNaN<{operands.KernelType(0)}>"]);
}
