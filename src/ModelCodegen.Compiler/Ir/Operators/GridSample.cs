using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir.Calls;
using ModelCodegen.Plan;
using static ModelCodegen.Compiler.Ir.Calls.CallArgument;

namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>
/// Looks at a map wherever a grid says; inputs x [N, C, spatial…] and the grid [N, spatial…, dimensions], whose coordinates go
/// from -1 to 1, the last dimension's first. Two or three spatial dimensions.
/// </summary>
/// <param name="Interpolation">How values between elements are found.</param>
/// <param name="Padding">What the map is outside.</param>
/// <param name="AlignCorners">Whether -1 and 1 are the outermost elements' centres, not their edges.</param>
public sealed record GridSample(Interpolation Interpolation, SamplePadding Padding, bool AlignCorners) : KernelOperator
{
    /// <inheritdoc/>
    public override ImmutableArray<ValueInfo> Infer(Operands operands)
    {
        ImmutableArray<int> x = operands.Shape(0);
        ImmutableArray<int> grid = operands.Shape(1);
        operands.Expect(0, type => type.IsFloat(), "a float");
        operands.Expect(1, type => type.IsFloat(), "a float");
        int rank = x.Length - 2;
        if (rank is not (2 or 3) || grid.Length != x.Length || grid[0] != x[0] || grid[^1] != rank)
        {
            throw operands.Invalid($"A grid of shape {ShapeArithmetic.Format(grid)} does not fit a map of {ShapeArithmetic.Format(x)}");
        }

        if (rank == 3 && Interpolation == Interpolation.Cubic)
        {
            throw operands.Unsupported("Cubic sampling of three dimensions is not supported");
        }

        return [operands[0] with { Shape = [x[0], x[1], .. grid[1..^1]] }];
    }

    /// <inheritdoc/>
    public override KernelCall Call(Operands operands)
    {
        ImmutableArray<int> x = operands.Shape(0);
        ImmutableArray<int> grid = operands.Shape(1);
        int taps = Interpolation switch { Interpolation.Nearest => 1, Interpolation.Linear => 2, _ => 4 };
        return new SpanCall(
            "SampleGrid",
            [operands.KernelType(0), operands.KernelType(1)],
            Read(0),
            Read(1),
            Write(0),
            x[0],
            x[1],
            x[2..],
            ShapeArithmetic.Length(grid[1..^1]),
            taps,
            (int)Padding,
            AlignCorners);
    }
}
