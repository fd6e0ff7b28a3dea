using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Compress.Pruning;

/// <summary>Says which inputs of a layer lie next to each other in memory, four by four, and so make up the blocks' rows.</summary>
internal static class BlockOrder
{
    /// <summary>Groups of up to 4 indices k of a layer's weights.</summary>
    public static int[][] Of(Node node, Graph graph, IReadOnlyDictionary<string, Node> producers)
    {
        Tensor weights = graph.Constants[node.Inputs[1]];
        if (node.Operator is not Conv conv)
        {
            int depth = weights.Shape[0];
            string? map = FlattenedOperand.Find(graph, producers, node.Inputs[0]);
            int[] order = map is null ? [.. Enumerable.Range(0, depth)] : FlattenedOperand.ChannelsLastOrder(graph.Shape(map).AsSpan());
            return [.. order.Chunk(4)];
        }

        // Channels are adjacent; so are the taps of a kernel row, where they read adjacent pixels.
        int channels = weights.Shape[1];
        int width = weights.Shape[^1];
        int height = weights.Shape.Length == 4 ? weights.Shape[2] : 1;
        bool adjacent = conv.Group == 1 && (conv.Dilations.IsEmpty || conv.Dilations[^1] == 1);
        var groups = new List<int[]>();
        for (int y = 0; y < height; y++)
        {
            var row = new List<int[]>();
            for (int x = 0; x < width; x++)
            {
                row.Add([.. Enumerable.Range(0, channels).Select(c => (((c * height) + y) * width) + x)]);
            }

            IEnumerable<int[]> runs = adjacent ? [[.. row.SelectMany(tap => tap)]] : row;
            groups.AddRange(runs.SelectMany(run => run.Chunk(4)));
        }

        return [.. groups];
    }
}
