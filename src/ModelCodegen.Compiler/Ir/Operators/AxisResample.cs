using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir.Calls;
using ModelCodegen.Plan;
using static ModelCodegen.Compiler.Ir.Calls.CallArgument;

namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>
/// Sums of weighted elements along one dimension; inputs x, the elements' indices (int32, as many per result as there are
/// taps) and their weights. A first index of -1 gives a constant.
/// </summary>
/// <param name="Axis">The dimension.</param>
/// <param name="Taps">The number of elements per result.</param>
/// <param name="Fill">The constant.</param>
public sealed record AxisResample(int Axis, int Taps, double Fill) : KernelOperator
{
    /// <inheritdoc/>
    public override ImmutableArray<ValueInfo> Infer(Operands operands)
    {
        operands.Expect(0, type => type is ElementType.Float32 or ElementType.Float64, "a float");
        operands.ExpectSameType(0, 2);
        return [operands[0] with { Shape = operands.Shape(0).SetItem(Axis, operands.Length(1) / Taps) }];
    }

    /// <inheritdoc/>
    public override KernelCall Call(Operands operands)
    {
        (int outer, int extent, int inner) = operands.Around(0, Axis);
        return new SpanCall("ResampleAlong", [operands.KernelType(0)], Read(0), Read(1), Read(2), Write(0), outer, extent, inner, Taps, Fill)
        {
            Description = $"Resize, {Taps} taps",
        };
    }
}
