using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir.Calls;
using ModelCodegen.Plan;
using static ModelCodegen.Compiler.Ir.Calls.CallArgument;

namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>Fourier transforms of frames of a signal, which may overlap. Inputs: signals [batch, time] or [batch, time, 1 or 2], the
/// step from frame to frame, window (one number for none), frame length?.</summary>
/// <param name="IsOneSided">Whether only the half that tells all of a real signal is wanted.</param>
public sealed record ShortTimeFourierTransform(bool IsOneSided) : KernelOperator
{
    private const int StepInput = 1, Window = 2, LengthInput = 3;

    /// <inheritdoc/>
    public override string Name => "STFT";

    /// <inheritdoc/>
    public override ImmutableArray<ValueInfo> Infer(Operands operands)
    {
        ImmutableArray<int> shape = operands.Shape(0);
        operands.Expect(0, ElementTypeExtensions.IsFloat, "a float");
        operands.ExpectSameType(0, Window);
        if (shape.Length is not (2 or 3) || shape.Length == 3 && shape[2] is not (1 or 2))
        {
            throw operands.Invalid($"{ShapeArithmetic.Format(shape)} is no shape of real or complex signals");
        }

        if (IsOneSided && Components(shape) == 2)
        {
            throw operands.Unsupported("One side is not enough of a complex signal's transform");
        }

        (int step, int length) = (StepOf(operands), LengthOf(operands));
        if (length > shape[1] || operands.Length(Window) != 1 && operands.Length(Window) != length)
        {
            throw operands.Invalid($"Frames of {length} do not fit a signal of {shape[1]} and a window of {operands.Length(Window)}");
        }

        return [operands[0] with { Shape = [shape[0], ((shape[1] - length) / step) + 1, Bins(length), 2] }];
    }

    /// <inheritdoc/>
    public override KernelCall Call(Operands operands)
    {
        ImmutableArray<int> shape = operands.Shape(0);
        (int step, int length) = (StepOf(operands), LengthOf(operands));
        int components = Components(shape);
        return new SpanCall(
            "FourierTransforms",
            [operands.KernelType(0)],
            Read(0),
            Read(Window),
            Write(0),
            Scratch(ElementType.Float64, 2 * length),
            Scratch(ElementType.Float64, 2 * length),
            Scratch(ElementType.Float64, 2 * length),
            shape[0],
            shape[1] * components,
            ((shape[1] - length) / step) + 1,
            step * components,
            length,
            components,
            length,
            Bins(length),
            components == 2,
            false,
            true);
    }

    private static int Components(ImmutableArray<int> shape) => shape.Length == 3 ? shape[2] : 1;

    private static int StepOf(Operands operands) => Count(operands, StepInput, "a step")
        ?? throw operands.Invalid("The step from frame to frame is missing");

    private static int LengthOf(Operands operands) => Count(operands, LengthInput, "a frame length") ?? operands.Length(Window);

    private static int? Count(Operands operands, int input, string role) => operands.Known(input, role) is not { } tensor ? null
        : tensor.Length == 1 && tensor.ToInt64()[0] is >= 1 and <= (1 << 28) and var count ? (int)count
        : throw operands.Invalid($"[{string.Join(",", tensor.ToInt64())}] is not {role}");

    private int Bins(int length) => IsOneSided ? (length / 2) + 1 : length;
}
