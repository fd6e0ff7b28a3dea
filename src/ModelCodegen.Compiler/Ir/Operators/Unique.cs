using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir.Calls;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>The different slices of x along a dimension; results: the slices, where each comes first, the number of every slice of x among them, how often each comes, how many there are.</summary>
/// <param name="Axis">The dimension; negative ones count from the end. <see langword="null"/>: of x as one row.</param>
/// <param name="Sorted">Whether they are sorted, or in the order in which they come first.</param>
public sealed record Unique(int? Axis, bool Sorted) : KernelOperator
{
    /// <inheritdoc/>
    public override ImmutableArray<ValueInfo> Infer(Operands operands)
    {
        (int outer, int extent, int inner) = Around(operands);
        string count = operands.ResultName(4);
        ValueInfo perSlice = new ValueInfo(ElementType.Int64, [extent]) { Counted = new CountedDimension(0, count) };
        return
        [
            Axis is { } axis
                ? operands[0] with { Counted = new CountedDimension(operands.Axis(axis, operands.Shape(0).Length), count) }
                : operands[0] with { Shape = [outer * extent * inner], Counted = new CountedDimension(0, count) },
            perSlice,
            perSlice with { Counted = null },
            perSlice,
            CountedDimension.CountInfo,
        ];
    }

    /// <inheritdoc/>
    public override KernelCall Call(Operands operands)
    {
        (int outer, int extent, int inner) = Around(operands);
        return new SpanCall(
            "Unique",
            [operands.KernelType(0)],
            CallArgument.Read(0),
            CallArgument.Write(0),
            CallArgument.Write(1),
            CallArgument.Write(2),
            CallArgument.Write(3),
            CallArgument.Write(4),
            CallArgument.Scratch(ElementType.Int32, extent),
            outer,
            extent,
            inner,
            Sorted);
    }

    private (int Outer, int Extent, int Inner) Around(Operands operands) =>
        Axis is { } axis ? operands.Around(0, operands.Axis(axis, operands.Shape(0).Length)) : (1, operands.Length(0), 1);
}
