using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir.Calls;
using ModelCodegen.Plan;
using static ModelCodegen.Compiler.Ir.Calls.CallArgument;

namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>Sequences whose beginnings are reversed; inputs x and the beginnings' lengths.</summary>
/// <param name="TimeFirst">Whether dimension 0 is time and dimension 1 the batch, or the other way.</param>
public sealed record ReverseSequence(bool TimeFirst) : KernelOperator
{
    /// <inheritdoc/>
    public override bool MovesElements => true;

    /// <inheritdoc/>
    public override ImmutableArray<ValueInfo> Infer(Operands operands)
    {
        operands.Expect(1, type => type is ElementType.Int32 or ElementType.Int64, "a length");
        ImmutableArray<int> shape = operands.Shape(0);
        return shape.Length >= 2 && operands.Shape(1).SequenceEqual([shape[TimeFirst ? 1 : 0]])
            ? [operands[0]]
            : throw operands.Invalid($"Lengths of shape {ShapeArithmetic.Format(operands.Shape(1))} do not fit sequences of shape {ShapeArithmetic.Format(shape)}");
    }

    /// <inheritdoc/>
    public override KernelCall Call(Operands operands)
    {
        ImmutableArray<int> shape = operands.Shape(0);
        return new SpanCall(
            "ReverseSequence",
            [operands.KernelType(0), operands.KernelType(1)],
            Read(0),
            Read(1),
            Write(0),
            shape[TimeFirst ? 0 : 1],
            TimeFirst ? 1 : shape[1],
            TimeFirst ? shape[1] : 1,
            ShapeArithmetic.Length(shape[2..]));
    }
}
