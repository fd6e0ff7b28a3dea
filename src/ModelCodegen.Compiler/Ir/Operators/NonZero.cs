using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir.Calls;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>The indices of all elements that are not 0, [rank, their number]; the second result is that number.</summary>
public sealed record NonZero : KernelOperator
{
    /// <inheritdoc/>
    public override ImmutableArray<ValueInfo> Infer(Operands operands) =>
    [
        new ValueInfo(ElementType.Int64, [operands.Shape(0).Length, operands.Length(0)]) { Counted = new CountedDimension(1, operands.ResultName(1)) },
        CountedDimension.CountInfo,
    ];

    /// <inheritdoc/>
    public override KernelCall Call(Operands operands) => new SpanCall(
        "NonZero", [operands.KernelType(0)], CallArgument.Read(0), CallArgument.Write(0), CallArgument.Write(1), operands.Shape(0));
}
