using ModelCodegen.Compiler.Ir.Operators;
using static ModelCodegen.Compiler.Import.Operators.Quantized.QuantizedNode;

namespace ModelCodegen.Compiler.Import.Operators.Quantized;

/// <summary>
/// QLinearMatMul, since operator set 10: a MatMul between DequantizeLinear and QuantizeLinear where that loses nothing, else
/// a product of integers and what brings its sums to the result's scale.
/// </summary>
internal static class QLinearMatMulImporter
{
    public static void Import(NodeReader node)
    {
        node.Expect(8, 8);
        if (Scalar(node, 1) is not null
            && node.ConstantInput(2) is { Length: 1 }
            && node.ConstantInput(3) is { Shape.Length: 2 }
            && HasByteWeights(node, 3, 4, 5, channelAxis: 1)
            && Scalar(node, 6) is not null
            && node.ConstantInput(7) is { Length: 1 })
        {
            Quantize(node, node.EmitPart(new MatMul(), [Dequantize(node, 0), Dequantize(node, 3)], ownName: true), 6, 7);
            return;
        }

        string sums = node.EmitPart(new MatMulInteger(), [node.Inputs[0], node.Inputs[3], node.Inputs[2], node.Inputs[5]], ownName: true);
        node.EmitLast("/requantize", new Requantize(OfConv: false), [sums, node.Inputs[1], node.Inputs[4], node.Inputs[6], node.Inputs[7]]);
    }
}
