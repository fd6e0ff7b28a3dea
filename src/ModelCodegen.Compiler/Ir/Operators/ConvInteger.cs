using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir.Calls;
using ModelCodegen.Plan;
using static ModelCodegen.Compiler.Ir.Calls.CallArgument;

namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>
/// ONNX's ConvInteger: convolution of bytes of either sign over one to three spatial dimensions, to Int32; inputs x, w, x's
/// zero point?, w's zero point? (one, or one per output channel), and a bias [M]? that ONNX leaves to others.
/// </summary>
/// <param name="Window">The attributes, which are Conv's.</param>
public sealed record ConvInteger(Conv Window) : KernelOperator
{
    private const int Rank = 3;

    /// <inheritdoc/>
    public override ImmutableArray<ValueInfo> Infer(Operands operands)
    {
        ImmutableArray<int> x = operands.Shape(0);
        ImmutableArray<int> w = operands.Shape(1);
        operands.Expect(0, IsByte, "Int8 or UInt8");
        operands.Expect(1, IsByte, "Int8 or UInt8");
        if (w.Length != x.Length || w.Contains(0) || (long)w[1] * Window.Group != x[1] || w[0] % Window.Group != 0)
        {
            throw operands.Invalid($"Weights of shape {ShapeArithmetic.Format(w)} in {Window.Group} groups do not fit the input of shape {ShapeArithmetic.Format(x)}");
        }

        CheckParameter(2, 1);
        CheckParameter(3, w[0]);
        CheckParameter(4, w[0]);
        int rank = x.Length - 2;
        return
        [
            new ValueInfo(
                ElementType.Int32,
                [
                    x[0],
                    w[0],
                    .. Enumerable.Range(0, rank).Select(d =>
                        ((x[2 + d] + Window.Pads[d] + Window.Pads[rank + d] - ((w[2 + d] - 1) * Window.Dilations[d]) - 1) / Window.Strides[d]) + 1),
                ]),
        ];

        void CheckParameter(int index, int channels)
        {
            if (operands.Has(index) && operands.Length(index) != 1 && operands.Length(index) != channels)
            {
                throw operands.Invalid($"Its input {index} has {operands.Length(index)} elements where there are {channels} output channels");
            }
        }
    }

    /// <inheritdoc/>
    public override KernelCall Call(Operands operands)
    {
        ImmutableArray<int> x = operands.Shape(0);
        ImmutableArray<int> w = operands.Shape(1);
        ImmutableArray<int> y = Infer(operands)[0].Shape;
        return new SpanCall(
            "ConvInteger",
            [operands.KernelType(0), operands.KernelType(1)],
            Read(0),
            Read(1),
            operands.ReadOrNone(2, operands.Type(0)),
            operands.ReadOrNone(3, operands.Type(1)),
            operands.ReadOrNone(4, ElementType.Int32),
            Write(0),
            x[0],
            Window.Group,
            x[1],
            w[0],
            Three(x[2..], 1),
            Three(y[2..], 1),
            Three(w[2..], 1),
            Three(Window.Strides, 1),
            Three(Window.Dilations, 1),
            Three(Window.Pads[..(x.Length - 2)], 0));
    }

    /// <summary>Whether integers of that type can be multiplied.</summary>
    internal static bool IsByte(ElementType type) => type is ElementType.Int8 or ElementType.UInt8;

    // Missing dimensions are in front.
    private static ImmutableArray<int> Three(ImmutableArray<int> values, int missing) => [.. Enumerable.Repeat(missing, Rank - values.Length), .. values];
}
