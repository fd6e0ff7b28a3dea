using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Compress;

/// <summary>Finds the nodes whose second operand is a constant matrix or kernel: those that pruning and quantization work on.</summary>
public static class WeightedNodes
{
    /// <summary>All of them, in graph order.</summary>
    public static IEnumerable<Node> In(Graph graph) => graph.Nodes.Where(node => IsWeighted(node, graph));

    /// <summary>Whether the node is one.</summary>
    public static bool IsWeighted(Node node, Graph graph) => node.Operator switch
    {
        Conv => HasFloatWeights(node, graph),
        Gemm gemm => !gemm.TransA && !gemm.TransB && HasFloatWeights(node, graph),
        MatMul => HasFloatWeights(node, graph) && graph.Constants[node.Inputs[1]].Shape.Length == 2 && graph.Shape(node.Inputs[0]).Length >= 2,
        _ => false,
    };

    /// <summary>The number of output channels: dimension 0 of a kernel, the last of a matrix.</summary>
    public static int Channels(Node node, Tensor weights) => node.Operator is Conv ? weights.Shape[0] : weights.Shape[^1];

    /// <summary>The weights by output channel: entry [channel][k].</summary>
    public static T[][] ByChannel<T>(Node node, Tensor weights)
        where T : unmanaged
    {
        int channels = Channels(node, weights);
        int depth = channels == 0 ? 0 : weights.Length / channels;
        (int channelStride, int depthStride) = node.Operator is Conv ? (depth, 1) : (1, channels);
        ReadOnlySpan<T> values = weights.Values<T>();
        var rows = new T[channels][];
        for (int c = 0; c < channels; c++)
        {
            rows[c] = new T[depth];
            for (int k = 0; k < depth; k++)
            {
                rows[c][k] = values[(c * channelStride) + (k * depthStride)];
            }
        }

        return rows;
    }

    /// <summary>The inverse of <see cref="ByChannel{T}"/>.</summary>
    public static T[] FromChannels<T>(Node node, T[][] rows)
        where T : unmanaged
    {
        int depth = rows.Length == 0 ? 0 : rows[0].Length;
        (int channelStride, int depthStride) = node.Operator is Conv ? (depth, 1) : (1, rows.Length);
        var values = new T[rows.Length * depth];
        for (int c = 0; c < rows.Length; c++)
        {
            for (int k = 0; k < depth; k++)
            {
                values[(c * channelStride) + (k * depthStride)] = rows[c][k];
            }
        }

        return values;
    }

    private static bool HasFloatWeights(Node node, Graph graph) =>
        graph.Constant(node.Inputs[1]) is { Type: ElementType.Float32 }
        && !graph.Constants.ContainsKey(node.Inputs[0])
        && (!node.HasInput(2) || IsBias(node, graph));

    // One element per output channel; anything else that broadcasts is added by a node of its own.
    private static bool IsBias(Node node, Graph graph) =>
        graph.Constant(node.Inputs[2]) is { Type: ElementType.Float32 } bias
        && bias.Length == Channels(node, graph.Constants[node.Inputs[1]])
        && bias.Shape.Length > 0
        && bias.Shape[^1] == bias.Length;
}
