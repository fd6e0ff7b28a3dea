using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir.Calls;
using ModelCodegen.Plan;
using static ModelCodegen.Compiler.Ir.Calls.CallArgument;

namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>Puts pooled maxima back to where they were found, among zeros; inputs x, indices (int64), the result's shape?.</summary>
public sealed record MaxUnpool : KernelOperator
{
    /// <summary>The window's extents.</summary>
    public ImmutableArray<int> KernelShape { get; init; } = [];

    /// <summary>Per spatial dimension; empty means all 1.</summary>
    public ImmutableArray<int> Strides { get; init; } = [];

    /// <summary>Begins of all spatial dimensions, then ends.</summary>
    public ImmutableArray<int> Pads { get; init; } = [];

    /// <inheritdoc/>
    public override ImmutableArray<ValueInfo> Infer(Operands operands)
    {
        ImmutableArray<int> x = operands.Shape(0);
        int rank = x.Length - 2;
        operands.Expect(1, type => type == ElementType.Int64, "Int64");
        if (rank < 1 || KernelShape.Length != rank || Strides.Length is var strides && strides != 0 && strides != rank || Pads.Length is var pads && pads != 0 && pads != 2 * rank
            || !operands.Shape(1).SequenceEqual(x))
        {
            throw operands.Invalid("Its attributes or indices do not fit its input");
        }

        if (operands.Known(2, "a shape") is { } given)
        {
            long[] extents = given.ToInt64();
            return extents.Length == x.Length && extents.All(extent => extent is > 0 and <= int.MaxValue)
                ? [operands[0] with { Shape = [.. extents.Select(extent => (int)extent)] }]
                : throw operands.Invalid($"[{string.Join(",", extents)}] is no shape of {x.Length} dimensions");
        }

        int[] shape = [.. x];
        for (int d = 0; d < rank; d++)
        {
            shape[2 + d] = checked(((x[2 + d] - 1) * (Strides.IsEmpty ? 1 : Strides[d])) + KernelShape[d] - (Pads.IsEmpty ? 0 : Pads[d] + Pads[rank + d]));
        }

        return shape.All(extent => extent > 0) ? [operands[0] with { Shape = [.. shape] }] : throw operands.Invalid("Nothing is left of a dimension");
    }

    /// <inheritdoc/>
    public override KernelCall Call(Operands operands) => new SpanCall("PutAt", [operands.KernelType(0)], Read(0), Read(1), Write(0));
}
