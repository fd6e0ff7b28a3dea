using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir.Calls;
using ModelCodegen.Plan;
using static ModelCodegen.Compiler.Ir.Calls.CallArgument;

namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>x with updated slices, each at a list of indices; inputs x, indices, updates.</summary>
/// <param name="Reduction">What an update does.</param>
public sealed record ScatterND(ScatterReduction Reduction) : KernelOperator
{
    /// <inheritdoc/>
    public override ImmutableArray<ValueInfo> Infer(Operands operands)
    {
        operands.Expect(1, type => type is ElementType.Int32 or ElementType.Int64, "an index");
        operands.ExpectSameType(0, 2);
        ImmutableArray<int> x = operands.Shape(0);
        ImmutableArray<int> indices = operands.Shape(1);
        if (indices.IsEmpty || indices[^1] > x.Length || !operands.Shape(2).SequenceEqual([.. indices[..^1], .. x[indices[^1]..]]))
        {
            throw operands.Invalid(
                $"Indices of shape {ShapeArithmetic.Format(indices)} and updates of shape {ShapeArithmetic.Format(operands.Shape(2))} do not fit a tensor of shape {ShapeArithmetic.Format(x)}");
        }

        return [operands[0]];
    }

    /// <inheritdoc/>
    public override KernelCall Call(Operands operands)
    {
        ImmutableArray<int> x = operands.Shape(0);
        int depth = operands.Shape(1)[^1];
        return new SpanCall(
            "ScatterND",
            [operands.KernelType(0), operands.KernelType(1), Reduction.Function(operands.Type(0))],
            Read(0),
            Read(1),
            Read(2),
            Write(0),
            x[..depth],
            ShapeArithmetic.Length(x[depth..]));
    }
}
