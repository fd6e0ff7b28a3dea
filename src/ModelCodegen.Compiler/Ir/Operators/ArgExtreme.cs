using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir.Calls;
using ModelCodegen.Plan;
using static ModelCodegen.Compiler.Ir.Calls.CallArgument;

namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>The position of the largest or least element along Axis, as Int64.</summary>
/// <param name="Largest">Which of them.</param>
/// <param name="Axis">The dimension; negative ones count from the end.</param>
/// <param name="KeepDimension">Whether it stays, with extent 1.</param>
/// <param name="Last">Whether the last of equal elements counts, instead of the first.</param>
public sealed record ArgExtreme(bool Largest, int Axis, bool KeepDimension, bool Last) : KernelOperator
{
    /// <inheritdoc/>
    public override string Name => Largest ? "ArgMax" : "ArgMin";

    /// <inheritdoc/>
    public override ImmutableArray<ValueInfo> Infer(Operands operands)
    {
        ImmutableArray<int> shape = operands.Shape(0);
        int axis = operands.Axis(Axis, shape.Length);
        return shape[axis] == 0
            ? throw operands.Invalid($"Dimension {axis} has no elements")
            : [new ValueInfo(ElementType.Int64, KeepDimension ? shape.SetItem(axis, 1) : shape.RemoveAt(axis))];
    }

    /// <inheritdoc/>
    public override KernelCall Call(Operands operands)
    {
        (_, int extent, int inner) = operands.Around(0, operands.Axis(Axis, operands.Shape(0).Length));
        return new SpanCall("ArgExtreme", [operands.KernelType(0)], Read(0), Write(0), extent, inner, Largest, Last);
    }
}
