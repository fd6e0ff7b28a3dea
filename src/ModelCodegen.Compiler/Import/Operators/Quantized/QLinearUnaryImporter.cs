using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;
using static ModelCodegen.Compiler.Import.Operators.Quantized.QuantizedNode;

namespace ModelCodegen.Compiler.Import.Operators.Quantized;

/// <summary>QLinearSigmoid and QLinearLeakyRelu of com.microsoft.</summary>
internal static class QLinearUnaryImporter
{
    public static Action<NodeReader> For(Func<NodeReader, Activation> activation) => node =>
    {
        node.Expect(2, 5);
        Quantize(node, node.EmitPart(new Unary(activation(node)), [Dequantize(node, 0)], ownName: true), 3, 4, 2);
    };
}
