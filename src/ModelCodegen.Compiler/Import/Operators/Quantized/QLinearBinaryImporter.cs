using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;
using static ModelCodegen.Compiler.Import.Operators.Quantized.QuantizedNode;

namespace ModelCodegen.Compiler.Import.Operators.Quantized;

/// <summary>QLinearAdd and QLinearMul of com.microsoft.</summary>
internal static class QLinearBinaryImporter
{
    public static Action<NodeReader> For(BinaryFunction function) => node =>
    {
        node.Expect(2, 8);
        string result = node.EmitPart(new Binary(function), [Dequantize(node, 0), Dequantize(node, 3)], ownName: true);
        Quantize(node, result, 6, 7, 2, 5);
    };
}
