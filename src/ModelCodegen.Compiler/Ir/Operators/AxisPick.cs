using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir.Calls;
using ModelCodegen.Plan;
using static ModelCodegen.Compiler.Ir.Calls.CallArgument;

namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>The elements along one dimension that a list names; inputs x and the indices (int32), of which -1 gives a constant.</summary>
/// <param name="Axis">The dimension.</param>
/// <param name="Fill">The constant; <see langword="null"/> where no index is -1.</param>
public sealed record AxisPick(int Axis, double? Fill = null) : KernelOperator
{
    /// <inheritdoc/>
    public override bool MovesElements => Fill is null;

    /// <inheritdoc/>
    public override ImmutableArray<ValueInfo> Infer(Operands operands) =>
        [operands[0] with { Shape = operands.Shape(0).SetItem(Axis, operands.Length(1)) }];

    /// <inheritdoc/>
    public override KernelCall Call(Operands operands)
    {
        (int outer, int extent, int inner) = operands.Around(0, Axis);
        return new SpanCall("PickAlong", [operands.KernelType(0)], Read(0), Read(1), Write(0), outer, extent, inner, Fill ?? 0)
        {
            Description = "Resize, nearest",
        };
    }
}
