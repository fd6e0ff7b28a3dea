using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir.Calls;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>Signed bytes to unsigned ones that are larger by 128, or back.</summary>
/// <param name="To">UInt8 or Int8.</param>
public sealed record ShiftSign(ElementType To) : KernelOperator
{
    /// <inheritdoc/>
    public override ImmutableArray<ValueInfo> Infer(Operands operands) => [new ValueInfo(To, operands.Shape(0))];

    /// <inheritdoc/>
    public override KernelCall Call(Operands operands) => To == ElementType.UInt8
        ? new ElementwiseCall(["sbyte", "byte", "ToUnsigned"])
        : new ElementwiseCall(["byte", "sbyte", "ToSigned"]);
}
