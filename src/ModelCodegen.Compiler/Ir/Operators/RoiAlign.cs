using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir.Calls;
using ModelCodegen.Plan;
using static ModelCodegen.Compiler.Ir.Calls.CallArgument;

namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>
/// Pools regions of a map, each into a grid of bins that are sampled linearly; inputs x [N, C, H, W], the regions [R, 4] as
/// x1, y1, x2, y2, and each region's image [R] (int64).
/// </summary>
public sealed record RoiAlign : KernelOperator
{
    /// <summary>The grid's rows.</summary>
    public int Height { get; init; } = 1;

    /// <summary>The grid's columns.</summary>
    public int Width { get; init; } = 1;

    /// <summary>The samples per bin and dimension; 0 for as many as a bin has elements.</summary>
    public int Samples { get; init; }

    /// <summary>The regions' scale.</summary>
    public double Scale { get; init; } = 1;

    /// <summary>Whether bins take the largest sample instead of the mean.</summary>
    public bool IsMaximum { get; init; }

    /// <summary>Whether elements' centres lie at halves.</summary>
    public bool HalfPixel { get; init; }

    /// <inheritdoc/>
    public override ImmutableArray<ValueInfo> Infer(Operands operands)
    {
        operands.Expect(0, type => type.IsFloat(), "a float");
        operands.ExpectSameType(0, 1);
        operands.Expect(2, type => type == ElementType.Int64, "Int64");
        ImmutableArray<int> x = operands.Shape(0);
        ImmutableArray<int> regions = operands.Shape(1);
        return x.Length == 4 && regions is [_, 4] && operands.Shape(2).SequenceEqual([regions[0]])
            ? [operands[0] with { Shape = [regions[0], x[1], Height, Width] }]
            : throw operands.Invalid($"Regions of shape {ShapeArithmetic.Format(regions)} do not fit a map of {ShapeArithmetic.Format(x)}");
    }

    /// <inheritdoc/>
    public override KernelCall Call(Operands operands)
    {
        ImmutableArray<int> x = operands.Shape(0);
        return new SpanCall(
            "AlignRegions", [operands.KernelType(0)], Read(0), Read(1), Read(2), Write(0), x[1], x[2], x[3], Height, Width, Samples, Scale, IsMaximum, HalfPixel);
    }
}
