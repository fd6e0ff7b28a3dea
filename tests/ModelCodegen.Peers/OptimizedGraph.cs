using ModelCodegen.Compiler.Import.Protobuf;
using DataType = ModelCodegen.Compiler.Import.Protobuf.TensorProto.Types.DataType;

namespace ModelCodegen.Peers;

/// <summary>What ONNX Runtime's graph optimizations left of a model, as it saved it.</summary>
/// <param name="Nodes">All nodes.</param>
/// <param name="FloatOperators">
/// Nodes that compute with floats: those that read a float value, except operators on quantized values (QLinearConv, QGemm,
/// MatMulIntegerToFloat and the like), conversions (counted apart), and what only moves values or asks for a shape.
/// </param>
/// <param name="Conversions">QuantizeLinear, DequantizeLinear and DynamicQuantizeLinear.</param>
public sealed record OptimizedGraph(int Nodes, int FloatOperators, int Conversions)
{
    private static readonly HashSet<string> Converting = new(StringComparer.Ordinal) { "QuantizeLinear", "DequantizeLinear", "DynamicQuantizeLinear" };

    private static readonly HashSet<string> Moving = new(StringComparer.Ordinal)
    {
        "Concat", "DepthToSpace", "Expand", "Flatten", "Gather", "GatherElements", "GatherND", "Identity", "Pad", "ReorderInput", "ReorderOutput", "Reshape",
        "Slice", "SpaceToDepth", "Split", "Squeeze", "Tile", "Transpose", "Unsqueeze",
    };

    private static readonly HashSet<string> FromIntegersToFloats = new(StringComparer.Ordinal)
    {
        "DequantizeLinear", "DynamicQuantizeLSTM", "DynamicQuantizeMatMul", "MatMulIntegerToFloat", "QAttention",
    };

    /// <summary>Reads a saved model.</summary>
    public static OptimizedGraph Read(string path)
    {
        // The file says nothing of the types of values between nodes.
        GraphProto graph = ModelProto.Parser.ParseFrom(File.ReadAllBytes(path)).Graph;
        HashSet<string> floats =
        [
            .. graph.Input.Where(input => input.Type?.TensorType?.ElemType == DataType.Float).Select(input => input.Name),
            .. graph.Initializer.Where(constant => constant.DataType == DataType.Float).Select(constant => constant.Name),
        ];
        int computing = 0;
        foreach (NodeProto node in graph.Node)
        {
            if (FromIntegersToFloats.Contains(node.OpType))
            {
                floats.UnionWith(node.Output);
            }
            else if (node.Input.Any(floats.Contains) && !Converting.Contains(node.OpType) && !IsOnIntegers(node))
            {
                floats.UnionWith(node.Output);
                computing += Moving.Contains(node.OpType) ? 0 : 1;
            }
        }

        return new OptimizedGraph(graph.Node.Count, computing, graph.Node.Count(node => Converting.Contains(node.OpType)));
    }

    // The floats that they read are scales, or none of their elements are read.
    private static bool IsOnIntegers(NodeProto node) =>
        node.OpType.StartsWith("QLinear", StringComparison.Ordinal) || node.OpType is "QGemm" or "MatMulInteger" or "ConvInteger" or "Shape" or "Size";
}
