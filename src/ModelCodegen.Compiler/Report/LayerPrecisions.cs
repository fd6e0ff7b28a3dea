using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Report;

/// <summary>Finds the precision of layers, and names it.</summary>
public static class LayerPrecisions
{
    private static readonly string[] Names = ["int8", "int16x8", "int8-dynamic", "weights-only", "float", "integer", "conversion"];

    /// <summary>The precision's name in reports.</summary>
    public static string Name(this LayerPrecision precision) => Names[(int)precision];

    /// <summary>The precision of a node of a compressed network.</summary>
    /// <param name="graph">The network.</param>
    /// <param name="producers">Its <see cref="Graph.Producers"/>.</param>
    /// <param name="node">The node.</param>
    public static LayerPrecision Of(Graph graph, IReadOnlyDictionary<string, Node> producers, Node node)
    {
        if (node.Operator is Quantize or Dequantize or DynamicQuantize or QuantizeLinear or DequantizeLinear or DynamicQuantizeLinear or Requantize)
        {
            return LayerPrecision.Conversion;
        }

        if (node.Operator is ConvInteger or MatMulInteger)
        {
            return LayerPrecision.Int8;
        }

        ValueInfo operand = node.HasInput(0) ? graph.Info(node.Inputs[0]) : graph.Info(node.Output);
        bool hasCodes = node.HasInput(0) && graph.QuantizationOf(node.Inputs[0]) is not null;
        if (node.HasInput(1) && graph.Constant(node.Inputs[1]) is { } weights && graph.WeightScales.ContainsKey(node.Inputs[1]))
        {
            return operand.Type.IsFloat() ? LayerPrecision.WeightsOnly
                : operand.Type.SizeInBytes() == 2 ? LayerPrecision.Int16x8
                : hasCodes || producers.GetValueOrDefault(node.Inputs[0])?.Operator is not DynamicQuantize ? LayerPrecision.Int8
                : LayerPrecision.Int8Dynamic;
        }

        ValueInfo result = graph.Info(node.Output);
        ElementType type = hasCodes || !result.Type.IsFloat() ? operand.Type : result.Type;
        return type.IsFloat() ? LayerPrecision.Float
            : !hasCodes && result.Quantization is null ? LayerPrecision.Integer
            : type.SizeInBytes() == 2 ? LayerPrecision.Int16x8
            : LayerPrecision.Int8;
    }
}
