using ModelCodegen.Compiler.Ir.Operators;
using static ModelCodegen.Compiler.Import.Operators.Quantized.QuantizedNode;

namespace ModelCodegen.Compiler.Import.Operators.Quantized;

/// <summary>QLinearSoftmax of com.microsoft; its attribute <c>opset</c> says whose Softmax it is.</summary>
internal static class QLinearSoftmaxImporter
{
    public static void Import(NodeReader node)
    {
        node.Expect(4, 5);
        int axis = node.Int("axis", -1);
        var softmax = node.Int("opset", 13) >= 13 ? new Softmax(axis, axis) : new Softmax(axis, -1);
        Quantize(node, node.EmitPart(softmax, [Dequantize(node, 0)], ownName: true), 3, 4, 2);
    }
}
