using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;
using static ModelCodegen.Compiler.Import.Operators.Quantized.QuantizedNode;

namespace ModelCodegen.Compiler.Import.Operators.Quantized;

/// <summary>MatMulIntegerToFloat of com.microsoft: inputs a, b, their scales, their zero points?, a bias?.</summary>
internal static class MatMulIntegerToFloatImporter
{
    public static void Import(NodeReader node)
    {
        node.Expect(4, 7);
        Emit(node, node.Inputs[0], node.Inputs[1], node.Inputs[2], node.Inputs[3], node.Input(4), node.Input(5), node.Input(6));
    }

    /// <summary>The product of integers, scaled, and the bias: what ONNX Runtime's quantizer writes as nodes.</summary>
    public static void Emit(NodeReader node, string a, string b, string aScale, string bScale, string aZero, string bZero, string bias)
    {
        string sums = node.EmitPart(
            new MatMulInteger(), bZero.Length > 0 ? [a, b, aZero, bZero] : Operands(a, b, aZero), ownName: true);
        string scale = node.EmitPart(new Binary(BinaryFunction.Mul), [aScale, bScale]);
        string floats = node.EmitPart(new Cast(ElementType.Float32), [sums]);
        if (bias.Length == 0)
        {
            node.EmitLast("/scale", new Binary(BinaryFunction.Mul), [floats, scale]);
            return;
        }

        string product = node.EmitPart(new Binary(BinaryFunction.Mul), [floats, scale]);
        node.EmitLast("/bias", new Binary(BinaryFunction.Add), [product, bias]);
    }
}
