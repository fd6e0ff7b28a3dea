using ModelCodegen.Compiler.Import.Operators.Layers;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using static ModelCodegen.Compiler.Import.Operators.Quantized.QuantizedNode;

namespace ModelCodegen.Compiler.Import.Operators.Quantized;

/// <summary>
/// QLinearConv, since operator set 10: a Conv between DequantizeLinear and QuantizeLinear where that loses nothing, else a
/// convolution of integers and what brings its sums to the result's scale.
/// </summary>
internal static class QLinearConvImporter
{
    private const int Bias = 8;

    public static void Import(NodeReader node)
    {
        node.Expect(8, 9);
        if (node.Flag("channels_last", false))
        {
            throw node.Unsupported("QLinearConv with channels_last is not supported");
        }

        Conv conv = ConvImporter.Attributes(node);
        if (Scalar(node, 1) is { } xScale
            && node.ConstantInput(2) is { Length: 1 }
            && node.ConstantInput(3) is { Shape.Length: <= 4 }
            && HasByteWeights(node, 3, 4, 5, channelAxis: 0)
            && Scalar(node, 6) is not null
            && node.ConstantInput(7) is { Length: 1 }
            && (!node.HasInput(Bias) || node.ConstantInput(Bias) is not null))
        {
            string x = Dequantize(node, 0);
            string w = Dequantize(node, 3, axis: 0);
            string[] bias = node.HasInput(Bias) ? [BiasOf(node, node.Inputs[Bias], xScale, node.ConstantInput(4)!)] : [];
            Quantize(node, node.EmitPart(conv, [x, w, .. bias], ownName: true), 6, 7);
            return;
        }

        string sums = node.EmitPart(
            new ConvInteger(conv), Operands(node.Inputs[0], node.Inputs[3], node.Inputs[2], node.Inputs[5], node.Input(Bias)), ownName: true);
        node.EmitLast("/requantize", new Requantize(OfConv: true), [sums, node.Inputs[4], node.Inputs[1], node.Inputs[6], node.Inputs[7]]);
    }

    /// <summary>A bias as floats: its scale is the product of the operands'.</summary>
    public static string BiasOf(NodeReader node, string bias, float inputScale, Tensor weightScales)
    {
        float[] scales = Array.ConvertAll(weightScales.ToFloat(), scale => inputScale * scale);
        string scale = node.Constant("bias_scale", Tensor.Create(scales.Length == 1 ? [] : [scales.Length], scales));
        return node.EmitPart(new DequantizeLinear(0, 0), [bias, scale]);
    }
}
