using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir.Calls;
using static ModelCodegen.Compiler.Ir.Calls.CallArgument;

namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>Groups of an image's channels to mean 0 and variance 1, each channel times its scale plus its bias: instance normalization
/// (Ulyanov et al. 2016) with as many groups as channels, group normalization (Wu and He 2018). Inputs x, scale, bias.</summary>
/// <param name="Groups">The number of groups; 0 for one per channel.</param>
/// <param name="Epsilon">Added to the variance.</param>
public sealed record ChannelNormalization(int Groups, float Epsilon) : KernelOperator
{
    /// <inheritdoc/>
    public override string Name => Groups == 0 ? "InstanceNormalization" : "GroupNormalization";

    /// <inheritdoc/>
    public override ImmutableArray<ValueInfo> Infer(Operands operands)
    {
        ImmutableArray<int> shape = operands.Shape(0);
        operands.Expect(0, Plan.ElementTypeExtensions.IsFloat, "a float");
        operands.ExpectSameType(0, 1);
        operands.ExpectSameType(0, 2);
        if (shape.Length < 2 || (Groups > 0 && shape[1] % Groups != 0))
        {
            throw operands.Invalid($"{ShapeArithmetic.Format(shape)} cannot be normalized in {Groups} groups of channels");
        }

        int scales = operands.Length(1);
        if (scales != operands.Length(2) || (scales != shape[1] && scales != Groups))
        {
            throw operands.Invalid($"There are {scales} scales and {operands.Length(2)} biases for {shape[1]} channels");
        }

        return [operands[0]];
    }

    /// <inheritdoc/>
    public override KernelCall Call(Operands operands)
    {
        ImmutableArray<int> shape = operands.Shape(0);
        int groups = Groups == 0 ? shape[1] : Groups;
        int channels = shape[1] / groups;
        int pixels = ShapeArithmetic.Length(shape[2..]);

        // Operator sets 18 to 20 have a scale per group.
        bool perGroup = operands.Length(1) != shape[1];
        int rows = shape[0] * groups;
        return new SpanCall(
            "Standardize",
            [operands.KernelType(0)],
            Read(0),
            Read(1),
            Read(2),
            Write(0),
            Scratch(operands.Type(0), rows),
            Scratch(operands.Type(0), rows),
            rows,
            channels * pixels,
            (double)Epsilon,
            true,
            groups,
            perGroup ? 1 : channels,
            perGroup ? channels * pixels : pixels,
            1,
            1);
    }
}
