using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir.Calls;
using static ModelCodegen.Compiler.Ir.Calls.CallArgument;

namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>A 2-D convolution whose taps are moved by computed offsets; inputs x, weights, offsets, bias?, mask?.</summary>
/// <param name="Groups">Groups of channels.</param>
/// <param name="OffsetGroups">Groups of channels that share offsets.</param>
/// <param name="Strides">Per dimension.</param>
/// <param name="Pads">Begins, then ends.</param>
/// <param name="Dilations">Per dimension.</param>
public sealed record DeformConv(int Groups, int OffsetGroups, ImmutableArray<int> Strides, ImmutableArray<int> Pads, ImmutableArray<int> Dilations) : KernelOperator
{
    /// <inheritdoc/>
    public override ImmutableArray<ValueInfo> Infer(Operands operands)
    {
        operands.Expect(0, Plan.ElementTypeExtensions.IsFloat, "a float");
        for (int i = 1; i < operands.Count; i++)
        {
            if (operands.Has(i))
            {
                operands.ExpectSameType(0, i);
            }
        }

        ImmutableArray<int> x = operands.Shape(0);
        ImmutableArray<int> w = operands.Shape(1);
        if (x.Length != 4 || w.Length != 4 || x[1] % Groups != 0 || x[1] % OffsetGroups != 0 || w[0] % Groups != 0 || w[1] != x[1] / Groups)
        {
            throw operands.Invalid($"Weights of shape {ShapeArithmetic.Format(w)} do not fit an input of {ShapeArithmetic.Format(x)}");
        }

        int[] extents = [.. Enumerable.Range(0, 2).Select(d => ((x[2 + d] + Pads[d] + Pads[2 + d] - (Dilations[d] * (w[2 + d] - 1)) - 1) / Strides[d]) + 1)];
        int taps = w[2] * w[3];
        if (extents.Any(extent => extent < 1)
            || !operands.Shape(2).SequenceEqual([x[0], OffsetGroups * taps * 2, extents[0], extents[1]])
            || (operands.Has(3) && operands.Length(3) != w[0])
            || (operands.Has(4) && !operands.Shape(4).SequenceEqual([x[0], OffsetGroups * taps, extents[0], extents[1]])))
        {
            throw operands.Invalid($"Offsets of shape {ShapeArithmetic.Format(operands.Shape(2))}, bias or mask do not fit an output of {extents[0]}x{extents[1]}");
        }

        return [operands[0] with { Shape = [x[0], w[0], extents[0], extents[1]] }];
    }

    /// <inheritdoc/>
    public override KernelCall Call(Operands operands)
    {
        ImmutableArray<int> x = operands.Shape(0);
        ImmutableArray<int> w = operands.Shape(1);
        ImmutableArray<int> y = Infer(operands)[0].Shape;
        return new SpanCall(
            "ConvolveDeformed",
            [operands.KernelType(0)],
            Read(0),
            Read(1),
            Read(2),
            Read(operands.Has(3) ? 3 : 1),
            Read(operands.Has(4) ? 4 : 1),
            Write(0),
            x[0],
            x[1],
            w[0],
            Groups,
            OffsetGroups,
            x[2..],
            w[2..],
            Strides,
            Pads[..2],
            Dilations,
            y[2..],
            operands.Has(3),
            operands.Has(4));
    }
}
