using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir.Calls;

namespace ModelCodegen.Compiler.Ir;

/// <summary>
/// Which scale belongs to which element of a tensor that ONNX's QuantizeLinear makes or DequantizeLinear reads: one for all,
/// one per index of an axis, or one per block along an axis. Element (o, a, i) of [Outer, Extent, Inner] has the scale number
/// <c>o * OuterStep + a / Block * BlockStep + i * InnerStep</c>.
/// </summary>
internal sealed record ScaleLayout(int Outer, int Extent, int Inner, int Block, int OuterStep, int BlockStep, int InnerStep)
{
    /// <summary>The layout of a node whose operands are x, its scale and perhaps a zero point.</summary>
    public static ScaleLayout Of(Operands operands, int axis, int block)
    {
        ImmutableArray<int> x = operands.Shape(0);
        ImmutableArray<int> scale = operands.Shape(1);
        if (operands.Has(2) && operands.Length(2) != operands.Length(1))
        {
            throw operands.Invalid($"Its scale has shape {ShapeArithmetic.Format(scale)}, its zero point {ShapeArithmetic.Format(operands.Shape(2))}");
        }

        if (block == 0 && operands.Length(1) == 1)
        {
            return new ScaleLayout(1, 1, operands.Length(0), 1, 0, 0, 0);
        }

        axis = operands.Axis(axis, x.Length);
        (int outer, int extent, int inner) = operands.Around(0, axis);
        if (block == 0)
        {
            return scale.Length == 1 && scale[0] == extent
                ? new ScaleLayout(outer, extent, inner, 1, 0, 1, 0)
                : throw operands.Invalid($"A scale of shape {ShapeArithmetic.Format(scale)} does not fit dimension {axis} of {ShapeArithmetic.Format(x)}");
        }

        int blocks = ((extent - 1) / block) + 1;
        return scale.SequenceEqual(x.SetItem(axis, blocks))
            ? new ScaleLayout(outer, extent, inner, block, blocks * inner, inner, 1)
            : throw operands.Invalid($"A scale of shape {ShapeArithmetic.Format(scale)} does not fit blocks of {block} along dimension {axis} of {ShapeArithmetic.Format(x)}");
    }

    /// <summary>The layout as a kernel takes it.</summary>
    public CallArgument[] Arguments => [Outer, Extent, Inner, Block, OuterStep, BlockStep, InnerStep];
}
