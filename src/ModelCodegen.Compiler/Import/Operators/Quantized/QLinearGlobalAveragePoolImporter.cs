using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;
using static ModelCodegen.Compiler.Import.Operators.Quantized.QuantizedNode;

namespace ModelCodegen.Compiler.Import.Operators.Quantized;

/// <summary>QLinearGlobalAveragePool of com.microsoft.</summary>
internal static class QLinearGlobalAveragePoolImporter
{
    public static void Import(NodeReader node)
    {
        node.Expect(4, 5);
        QLinearAveragePoolImporter.ExpectChannelsFirst(node);
        var pool = new Pool { Function = PoolFunction.Average, Global = true };
        Quantize(node, node.EmitPart(pool, [Dequantize(node, 0)], ownName: true), 3, 4, 2);
    }
}
