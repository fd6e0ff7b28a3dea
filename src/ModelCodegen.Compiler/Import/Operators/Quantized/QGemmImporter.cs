using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;
using static ModelCodegen.Compiler.Import.Operators.Quantized.QuantizedNode;

namespace ModelCodegen.Compiler.Import.Operators.Quantized;

/// <summary>
/// QGemm of com.microsoft; its C is Int32 at scale alpha * a * b, and without a scale the result is Float32. A Gemm between
/// DequantizeLinear and QuantizeLinear where that loses nothing, else a product of integers.
/// </summary>
internal static class QGemmImporter
{
    private const int C = 6;
    private const int Scale = 7;

    public static void Import(NodeReader node)
    {
        node.Expect(6, 9);
        float alpha = node.Float("alpha", 1);
        bool transA = node.Flag("transA", false);
        bool transB = node.Flag("transB", false);
        Tensor? c = node.ConstantInput(C);
        if (alpha == 1
            && Scalar(node, 1) is { } aScale
            && node.ConstantInput(2) is { Length: 1 }
            && node.ConstantInput(3) is { Shape.Length: 2 }
            && HasByteWeights(node, 3, 4, 5, channelAxis: transB ? 0 : 1)
            && (!node.HasInput(C) || c is { Shape.Length: 1 })
            && (!node.HasInput(Scale) || (Scalar(node, Scale) is not null && node.ConstantInput(8) is { Length: 1 })))
        {
            string a = Dequantize(node, 0);
            string b = Dequantize(node, 3, axis: transB ? 0 : 1);
            string[] bias = c is null ? [] : [QLinearConvImporter.BiasOf(node, node.Inputs[C], aScale, node.ConstantInput(4)!)];
            var gemm = new Gemm { TransA = transA, TransB = transB };
            if (node.HasInput(Scale))
            {
                Quantize(node, node.EmitPart(gemm, [a, b, .. bias], ownName: true), Scale, 8);
            }
            else
            {
                node.Emit(gemm, [a, b, .. bias]);
            }

            return;
        }

        string left = transA ? node.EmitPart(new Transpose([1, 0]), [node.Inputs[0]]) : node.Inputs[0];
        string right = transB ? node.EmitPart(new Transpose([1, 0]), [node.Inputs[3]]) : node.Inputs[3];
        string sums = node.EmitPart(new MatMulInteger(), Operands(left, right, node.Input(2), node.Input(5)), ownName: true);
        sums = node.HasInput(C) ? node.EmitPart(new Binary(BinaryFunction.Add), [sums, node.Inputs[C]]) : sums;
        if (node.HasInput(Scale))
        {
            node.EmitLast("/requantize", new Requantize(OfConv: false, alpha), [sums, node.Inputs[1], node.Inputs[4], node.Inputs[Scale], node.Input(8)]);
            return;
        }

        string factor = node.EmitPart(new Binary(BinaryFunction.Mul), [node.Inputs[1], node.Inputs[4]]);
        factor = node.EmitPart(new Binary(BinaryFunction.Mul), [factor, node.Constant("alpha", Tensor.Create([], [alpha]))]);
        node.EmitLast("/scale", new Binary(BinaryFunction.Mul), [node.EmitPart(new Cast(ElementType.Float32), [sums]), factor]);
    }
}
