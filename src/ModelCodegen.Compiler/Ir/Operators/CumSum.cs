using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir.Calls;
using ModelCodegen.Plan;
using static ModelCodegen.Compiler.Ir.Calls.CallArgument;

namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>Running sums along a dimension; inputs x, axis.</summary>
/// <param name="Exclusive">Whether the element itself does not count.</param>
/// <param name="Reverse">Whether they run from the end.</param>
public sealed record CumSum(bool Exclusive, bool Reverse) : KernelOperator
{
    /// <inheritdoc/>
    public override ImmutableArray<ValueInfo> Infer(Operands operands)
    {
        operands.Expect(0, type => type != ElementType.Boolean, "a number");
        AxisOf(operands);
        return [operands[0]];
    }

    /// <inheritdoc/>
    public override KernelCall Call(Operands operands)
    {
        (_, int extent, int inner) = operands.Around(0, AxisOf(operands));
        return new SpanCall(
            "CumSum",
            [operands.KernelType(0), Reduce.Accumulator(operands.Type(0)).KernelName()],
            Read(0),
            Write(0),
            extent,
            inner,
            Exclusive,
            Reverse);
    }

    private static int AxisOf(Operands operands) => operands.Known(1, "an axis") is { Length: 1 } axis
        ? operands.Axis(axis.ToInt64()[0], operands.Shape(0).Length)
        : throw operands.Invalid("Its axis is no single number");
}
