using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir.Calls;
using ModelCodegen.Plan;
using static ModelCodegen.Compiler.Ir.Calls.CallArgument;

namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>The discrete Fourier transform along a dimension; the last one is 1 (real) or 2 (complex). Inputs x, length?, axis?, and
/// a 1 of x' type.</summary>
/// <param name="Axis">The dimension where it is no input; negative ones count from the end.</param>
/// <param name="IsInverse">Whether it is the inverse one.</param>
/// <param name="IsOneSided">Whether only the half that tells all of a real signal is wanted.</param>
public sealed record FourierTransform(int Axis, bool IsInverse, bool IsOneSided) : KernelOperator
{
    private const int LengthInput = 1, AxisInput = 2, One = 3;

    /// <inheritdoc/>
    public override string Name => "DFT";

    /// <inheritdoc/>
    public override ImmutableArray<ValueInfo> Infer(Operands operands)
    {
        ImmutableArray<int> shape = operands.Shape(0);
        operands.Expect(0, ElementTypeExtensions.IsFloat, "a float");
        if (shape.Length < 2 || shape[^1] is not (1 or 2))
        {
            throw operands.Invalid($"Its input of shape {ShapeArithmetic.Format(shape)} does not end with a dimension of 1 (real) or 2 (complex)");
        }

        if (IsOneSided && (IsInverse || shape[^1] == 2))
        {
            throw operands.Unsupported("One side is only enough of the transform of a real signal, not of a complex one or of the inverse");
        }

        return [operands[0] with { Shape = shape.SetItem(AxisOf(operands), Bins(LengthOf(operands))).SetItem(shape.Length - 1, 2) }];
    }

    /// <inheritdoc/>
    public override KernelCall Call(Operands operands)
    {
        (int outer, int extent, int inner) = operands.Around(0, AxisOf(operands));
        int length = LengthOf(operands);
        int components = operands.Shape(0)[^1];
        return new SpanCall(
            "FourierTransforms",
            [operands.KernelType(0)],
            Read(0),
            Read(One),
            Write(0),
            Scratch(ElementType.Float64, 2 * length),
            Scratch(ElementType.Float64, 2 * length),
            Scratch(ElementType.Float64, 2 * length),
            outer,
            extent * inner,
            inner / components,
            components,
            Math.Min(extent, length),
            inner,
            length,
            Bins(length),
            components == 2,
            IsInverse,
            false);
    }

    private int Bins(int length) => IsOneSided ? (length / 2) + 1 : length;

    private int AxisOf(Operands operands)
    {
        Tensor? input = operands.Known(AxisInput, "an axis");
        if (input is { Length: not 1 })
        {
            throw operands.Invalid("Its axis is no single number");
        }

        int rank = operands.Shape(0).Length;
        int axis = operands.Axis(input?.ToInt64()[0] ?? Axis, rank);
        return axis < rank - 1 ? axis : throw operands.Invalid("Its axis is the dimension of real and imaginary parts");
    }

    private int LengthOf(Operands operands)
    {
        int extent = operands.Shape(0)[AxisOf(operands)];
        return operands.Known(LengthInput, "a length") is not { } input ? extent
            : input.Length == 1 && input.ToInt64()[0] is >= 1 and <= (1 << 28) and var length ? (int)length
            : throw operands.Invalid($"[{string.Join(",", input.ToInt64())}] is no length of a signal");
    }
}
