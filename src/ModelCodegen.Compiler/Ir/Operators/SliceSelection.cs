using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir.Calls;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>The slices of x along a dimension whose condition holds; inputs x, condition. The second result is their number.</summary>
/// <param name="Axis">The dimension; negative ones count from the end. <see langword="null"/>: of x as one row.</param>
public sealed record SliceSelection(int? Axis) : KernelOperator
{
    /// <inheritdoc/>
    public override string Name => "Compress";

    /// <inheritdoc/>
    public override bool MovesElements => true;

    /// <inheritdoc/>
    public override ImmutableArray<ValueInfo> Infer(Operands operands)
    {
        operands.Expect(1, type => type == ElementType.Boolean, "Boolean");
        (int outer, int extent, int inner) = Around(operands);
        ImmutableArray<int> shape = operands.Shape(0);
        return
        [
            Axis is { } axis
                ? operands[0] with { Counted = new CountedDimension(operands.Axis(axis, shape.Length), operands.ResultName(1)) }
                : operands[0] with { Shape = [outer * extent * inner], Counted = new CountedDimension(0, operands.ResultName(1)) },
            CountedDimension.CountInfo,
        ];
    }

    /// <inheritdoc/>
    public override KernelCall Call(Operands operands)
    {
        (int outer, int extent, int inner) = Around(operands);
        return new SpanCall(
            "Compress", [operands.KernelType(0)], CallArgument.Read(0), CallArgument.Read(1), CallArgument.Write(0), CallArgument.Write(1), outer, extent, inner);
    }

    private (int Outer, int Extent, int Inner) Around(Operands operands) =>
        Axis is { } axis ? operands.Around(0, operands.Axis(axis, operands.Shape(0).Length)) : (1, operands.Length(0), 1);
}
