using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir.Calls;
using ModelCodegen.Plan;
using static ModelCodegen.Compiler.Ir.Calls.CallArgument;

namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>Slices of x, each at a list of indices: the last dimension of the second input.</summary>
/// <param name="BatchDimensions">The number of leading dimensions that both have in common.</param>
public sealed record GatherND(int BatchDimensions) : KernelOperator
{
    /// <inheritdoc/>
    public override bool MovesElements => true;

    /// <inheritdoc/>
    public override ImmutableArray<ValueInfo> Infer(Operands operands)
    {
        operands.Expect(1, type => type is ElementType.Int32 or ElementType.Int64, "an index");
        ImmutableArray<int> x = operands.Shape(0);
        ImmutableArray<int> indices = operands.Shape(1);
        int batch = BatchDimensions;
        if (batch < 0 || indices.Length <= batch || indices[^1] > x.Length - batch || !indices.Take(batch).SequenceEqual(x.Take(batch)))
        {
            throw operands.Invalid($"Indices of shape {ShapeArithmetic.Format(indices)} with {batch} batch dimensions do not fit a tensor of shape {ShapeArithmetic.Format(x)}");
        }

        return [operands[0] with { Shape = [.. indices[..^1], .. x[(batch + indices[^1])..]] }];
    }

    /// <inheritdoc/>
    public override KernelCall Call(Operands operands)
    {
        ImmutableArray<int> x = operands.Shape(0);
        int end = BatchDimensions + operands.Shape(1)[^1];
        return new SpanCall(
            "GatherND",
            [operands.KernelType(0), operands.KernelType(1)],
            Read(0),
            Read(1),
            Write(0),
            x[BatchDimensions..end],
            ShapeArithmetic.Length(x[..BatchDimensions]),
            ShapeArithmetic.Length(x[end..]));
    }
}
