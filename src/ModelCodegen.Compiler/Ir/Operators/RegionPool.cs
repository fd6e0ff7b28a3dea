using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir.Calls;
using static ModelCodegen.Compiler.Ir.Calls.CallArgument;

namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>The largest elements in a grid of bins of regions; inputs x [N, C, H, W] and the regions [R, 5] as image, x1, y1, x2, y2.</summary>
/// <param name="Height">The grid's rows.</param>
/// <param name="Width">The grid's columns.</param>
/// <param name="Scale">The regions' scale.</param>
public sealed record RegionPool(int Height, int Width, double Scale) : KernelOperator
{
    /// <inheritdoc/>
    public override string Name => "MaxRoiPool";

    /// <inheritdoc/>
    public override ImmutableArray<ValueInfo> Infer(Operands operands)
    {
        operands.Expect(0, Plan.ElementTypeExtensions.IsFloat, "a float");
        operands.ExpectSameType(0, 1);
        ImmutableArray<int> x = operands.Shape(0);
        ImmutableArray<int> regions = operands.Shape(1);
        return x.Length == 4 && regions is [_, 5]
            ? [operands[0] with { Shape = [regions[0], x[1], Height, Width] }]
            : throw operands.Invalid($"Regions of shape {ShapeArithmetic.Format(regions)} do not fit a map of {ShapeArithmetic.Format(x)}");
    }

    /// <inheritdoc/>
    public override KernelCall Call(Operands operands)
    {
        ImmutableArray<int> x = operands.Shape(0);
        return new SpanCall("PoolRegions", [operands.KernelType(0)], Read(0), Read(1), Write(0), x[1], x[2], x[3], Height, Width, Scale);
    }
}
