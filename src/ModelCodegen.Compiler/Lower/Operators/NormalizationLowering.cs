using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Lower.Operators;

/// <summary>Layer normalization: vector code for floats of which only the normalized ones are read, the general kernel otherwise.</summary>
internal static class NormalizationLowering
{
    public static void Lower(LoweringContext context, Node node, LayerNormalization normalization)
    {
        ImmutableArray<int> shape = context.Graph.Shape(node.Inputs[0]);
        int axis = normalization.Axis < 0 ? normalization.Axis + shape.Length : normalization.Axis;
        int length = ShapeArithmetic.Length(shape[axis..]);
        bool isPlain = node.Outputs.Skip(1).All(output => output.Length == 0) && context.Graph.Info(node.Inputs[0]).Type == ElementType.Float32;
        if (!isPlain || length == 0 || PerElement(context, node.Inputs[1], length) is not { } scale || PerElement(context, node.Inputs[2], length) is not { } bias)
        {
            KernelLowering.Lower(context, node, normalization);
            return;
        }

        Placement input = context.ReadInArena(node.Inputs[0]);
        Placement output = context.Write(node.Output);
        Placement rows = output.IsRowMajor ? output : context.NewRowMajor(output.Type, output.Shape);
        context.Emit(
            () => new NormalizationStep(
                node.Name,
                input.Locate(),
                scale.Locate(),
                bias.Locate(),
                rows.Locate(),
                ShapeArithmetic.Length(shape[..axis]),
                length,
                normalization.Epsilon,
                normalization.IsCentered),
            input,
            scale,
            bias,
            rows);
        if (rows != output)
        {
            context.Copy(node.Name, "Copy", rows, output);
        }
    }

    // One number per element, where kernels may read whole vectors; null where it cannot be had.
    private static Placement? PerElement(LoweringContext context, string name, int length)
    {
        if (context.Graph.Constant(name) is not { } constant)
        {
            return ShapeArithmetic.Length(context.Graph.Shape(name)) == length ? context.ReadInArena(name) : null;
        }

        var filled = new float[(length + 15) / 16 * 16];
        ReadOnlySpan<float> values = constant.Values<float>();
        for (int i = 0; i < length; i++)
        {
            filled[i] = values[constant.Length == 1 ? 0 : i];
        }

        return context.ReadConstant(Tensor.Floats(filled));
    }
}
