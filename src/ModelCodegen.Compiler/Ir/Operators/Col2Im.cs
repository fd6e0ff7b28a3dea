using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir.Calls;
using static ModelCodegen.Compiler.Ir.Calls.CallArgument;

namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>
/// Adds up the columns of x [N, C * window, windows] where they lie in an image; inputs x, the image's extents, the
/// window's extents. Both must be known.
/// </summary>
public sealed record Col2Im : KernelOperator
{
    /// <summary>Per spatial dimension; empty means all 1.</summary>
    public ImmutableArray<int> Strides { get; init; } = [];

    /// <summary>Per spatial dimension; empty means all 1.</summary>
    public ImmutableArray<int> Dilations { get; init; } = [];

    /// <summary>Begins of all spatial dimensions, then ends; empty means all 0.</summary>
    public ImmutableArray<int> Pads { get; init; } = [];

    /// <inheritdoc/>
    public override ImmutableArray<ValueInfo> Infer(Operands operands)
    {
        operands.Expect(0, type => Plan.ElementTypeExtensions.IsFloat(type), "a float");
        ImmutableArray<int> x = operands.Shape(0);
        ImmutableArray<int> image = Extents(operands, 1, "an image's shape");
        ImmutableArray<int> window = Extents(operands, 2, "a window's shape");
        int rank = image.Length;
        int size = ShapeArithmetic.Length(window);
        if (x.Length != 3 || window.Length != rank || x[1] % size != 0 || Fill(Strides, rank, 1).Length != rank || Fill(Dilations, rank, 1).Length != rank
            || Fill(Pads, 2 * rank, 0).Length != 2 * rank || ShapeArithmetic.Length(Counts(image, window)) != x[2])
        {
            throw operands.Invalid($"Columns of shape {ShapeArithmetic.Format(x)} are no windows of {ShapeArithmetic.Format(window)} in an image of {ShapeArithmetic.Format(image)}");
        }

        return [operands[0] with { Shape = [x[0], x[1] / size, .. image] }];
    }

    /// <inheritdoc/>
    public override KernelCall Call(Operands operands)
    {
        ImmutableArray<int> image = Extents(operands, 1, "");
        ImmutableArray<int> window = Extents(operands, 2, "");
        int rank = image.Length;
        return new SpanCall(
            "ColumnsToImage",
            [operands.KernelType(0)],
            Read(0),
            Write(0),
            image,
            Counts(image, window),
            window,
            Fill(Strides, rank, 1),
            Fill(Dilations, rank, 1),
            Fill(Pads, 2 * rank, 0)[..rank]);
    }

    private ImmutableArray<int> Counts(ImmutableArray<int> image, ImmutableArray<int> window)
    {
        int rank = image.Length;
        ImmutableArray<int> pads = Fill(Pads, 2 * rank, 0);
        return
        [
            .. image.Select((extent, d) =>
                ((extent + pads[d] + pads[rank + d] - ((window[d] - 1) * Fill(Dilations, rank, 1)[d]) - 1) / Fill(Strides, rank, 1)[d]) + 1),
        ];
    }

    private static ImmutableArray<int> Extents(Operands operands, int index, string role)
    {
        long[] extents = operands.Known(index, role)?.ToInt64() ?? [];
        return extents.Length > 0 && extents.All(extent => extent is > 0 and <= int.MaxValue)
            ? [.. extents.Select(extent => (int)extent)]
            : throw operands.Invalid($"[{string.Join(",", extents)}] is no shape");
    }

    private static ImmutableArray<int> Fill(ImmutableArray<int> values, int count, int value) => values.IsEmpty ? [.. Enumerable.Repeat(value, count)] : values;
}
