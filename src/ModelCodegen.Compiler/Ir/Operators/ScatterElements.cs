using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir.Calls;
using static ModelCodegen.Compiler.Ir.Calls.CallArgument;

namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>x with updated elements; inputs x, indices, updates, the latter two of one shape.</summary>
/// <param name="Axis">The dimension that the indices are for; negative ones count from the end.</param>
/// <param name="Reduction">What an update does.</param>
public sealed record ScatterElements(int Axis, ScatterReduction Reduction) : KernelOperator
{
    /// <inheritdoc/>
    public override ImmutableArray<ValueInfo> Infer(Operands operands)
    {
        GatherElements.CheckIndices(operands, Axis);
        operands.ExpectSameType(0, 2);
        return operands.Shape(1).SequenceEqual(operands.Shape(2)) ? [operands[0]] : throw operands.Invalid("Its indices and updates have different shapes");
    }

    /// <inheritdoc/>
    public override KernelCall Call(Operands operands)
    {
        int axis = operands.Axis(Axis, operands.Shape(0).Length);
        ImmutableArray<int> strides = ShapeArithmetic.Strides(operands.Shape(0));
        return new SpanCall(
            "ScatterElements",
            [operands.KernelType(0), operands.KernelType(1), Reduction.Function(operands.Type(0))],
            Read(0),
            Read(1),
            Read(2),
            Write(0),
            operands.Shape(1),
            strides.SetItem(axis, 0),
            operands.Shape(0)[axis],
            strides[axis]);
    }
}
