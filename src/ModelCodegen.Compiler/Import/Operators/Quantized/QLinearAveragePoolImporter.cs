using ModelCodegen.Compiler.Import.Operators.Layers;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;
using static ModelCodegen.Compiler.Import.Operators.Quantized.QuantizedNode;

namespace ModelCodegen.Compiler.Import.Operators.Quantized;

/// <summary>QLinearAveragePool of com.microsoft.</summary>
internal static class QLinearAveragePoolImporter
{
    public static void Import(NodeReader node)
    {
        node.Expect(4, 5);
        ExpectChannelsFirst(node);
        WindowAttributes window = WindowAttributes.Read(node, kernelRequired: true);
        PoolFunction function = node.Flag("count_include_pad", false) ? PoolFunction.AverageIncludingPad : PoolFunction.Average;
        Pool pool = window.Pool(function, node.Flag("ceil_mode", false));
        Quantize(node, node.EmitPart(pool, [Dequantize(node, 0)], ownName: true), 3, 4, 2);
    }

    /// <summary>Throws where the node's maps are in the other layout.</summary>
    public static void ExpectChannelsFirst(NodeReader node)
    {
        if (node.Flag("channels_last", false))
        {
            throw node.Unsupported($"{node.OperatorName} with channels_last is not supported");
        }
    }
}
