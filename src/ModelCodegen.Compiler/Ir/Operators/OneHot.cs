using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir.Calls;
using ModelCodegen.Plan;
using static ModelCodegen.Compiler.Ir.Calls.CallArgument;

namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>Vectors that are on at an index and off elsewhere; inputs indices, depth, values (off, on).</summary>
/// <param name="Axis">The new dimension; negative ones count from the end.</param>
public sealed record OneHot(int Axis) : KernelOperator
{
    /// <inheritdoc/>
    public override ImmutableArray<ValueInfo> Infer(Operands operands)
    {
        operands.Expect(0, type => type != ElementType.Boolean, "a number");
        int axis = operands.Axis(Axis, operands.Shape(0).Length + 1);
        return operands.Shape(2).SequenceEqual([2])
            ? [operands[2] with { Shape = operands.Shape(0).Insert(axis, Depth(operands)) }]
            : throw operands.Invalid("Its values are not two");
    }

    /// <inheritdoc/>
    public override KernelCall Call(Operands operands)
    {
        int axis = operands.Axis(Axis, operands.Shape(0).Length + 1);
        return new SpanCall(
            "OneHot",
            [operands.KernelType(2), operands.KernelType(0)],
            Read(0),
            Read(2),
            Write(0),
            Depth(operands),
            ShapeArithmetic.Length(operands.Shape(0)[axis..]));
    }

    private static int Depth(Operands operands) => operands.Known(1, "a depth") is { Length: 1 } depth && depth.ToInt64()[0] is >= 0 and <= int.MaxValue
        ? (int)depth.ToInt64()[0]
        : throw operands.Invalid("Its depth is no single number");
}
