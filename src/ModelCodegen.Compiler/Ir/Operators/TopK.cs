using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir.Calls;
using ModelCodegen.Plan;
using static ModelCodegen.Compiler.Ir.Calls.CallArgument;

namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>The k largest or least elements along Axis, the best first, and their positions; inputs x, k.</summary>
/// <param name="Axis">The dimension; negative ones count from the end.</param>
/// <param name="Largest">Which of them.</param>
public sealed record TopK(int Axis, bool Largest) : KernelOperator
{
    /// <inheritdoc/>
    public override ImmutableArray<ValueInfo> Infer(Operands operands)
    {
        ImmutableArray<int> shape = operands.Shape(0);
        int axis = operands.Axis(Axis, shape.Length);
        Tensor k = operands.Known(1, "a number of elements") ?? throw operands.Invalid("The number of elements is missing");
        if (k.Length != 1 || k.ToInt64()[0] is var count && (count < 0 || count > shape[axis]))
        {
            throw operands.Invalid($"[{string.Join(",", k.ToInt64())}] is no number of elements of a dimension of {shape[axis]}");
        }

        ImmutableArray<int> result = shape.SetItem(axis, (int)count);
        return [new ValueInfo(operands.Type(0), result), new ValueInfo(ElementType.Int64, result)];
    }

    /// <inheritdoc/>
    public override KernelCall Call(Operands operands)
    {
        (_, int extent, int inner) = operands.Around(0, operands.Axis(Axis, operands.Shape(0).Length));
        int count = (int)operands.Known(1, "a number of elements")!.ToInt64()[0];
        return new SpanCall(
            "TopK", [operands.KernelType(0)], Read(0), Write(0), Write(1), Scratch(ElementType.Int32, count), extent, inner, count, Largest);
    }
}
