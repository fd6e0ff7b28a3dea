using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir.Calls;
using ModelCodegen.Plan;
using static ModelCodegen.Compiler.Ir.Calls.CallArgument;

namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>Elements of x: where the indices are, but for Axis, where the indices say.</summary>
/// <param name="Axis">The dimension; negative ones count from the end.</param>
public sealed record GatherElements(int Axis) : KernelOperator
{
    /// <inheritdoc/>
    public override bool MovesElements => true;

    /// <inheritdoc/>
    public override ImmutableArray<ValueInfo> Infer(Operands operands)
    {
        CheckIndices(operands, Axis);
        return [operands[0] with { Shape = operands.Shape(1) }];
    }

    /// <inheritdoc/>
    public override KernelCall Call(Operands operands)
    {
        int axis = operands.Axis(Axis, operands.Shape(0).Length);
        ImmutableArray<int> strides = ShapeArithmetic.Strides(operands.Shape(0));
        return new SpanCall(
            "GatherElements",
            [operands.KernelType(0), operands.KernelType(1)],
            Read(0),
            Read(1),
            Write(0),
            operands.Shape(1),
            strides.SetItem(axis, 0),
            operands.Shape(0)[axis],
            strides[axis]);
    }

    /// <summary>Throws unless the second input is indices that lie, but for the axis, inside the first one.</summary>
    public static void CheckIndices(Operands operands, int axis)
    {
        operands.Expect(1, type => type is ElementType.Int32 or ElementType.Int64, "an index");
        ImmutableArray<int> x = operands.Shape(0);
        ImmutableArray<int> indices = operands.Shape(1);
        axis = operands.Axis(axis, x.Length);
        if (indices.Length != x.Length || Enumerable.Range(0, x.Length).Any(d => d != axis && indices[d] > x[d]))
        {
            throw operands.Invalid($"Indices of shape {ShapeArithmetic.Format(indices)} do not fit a tensor of shape {ShapeArithmetic.Format(x)}");
        }
    }
}
