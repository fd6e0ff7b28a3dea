using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Compress;

/// <summary>Says which inputs of a layer lie next to each other in memory, so that kernels take them together, four by four.</summary>
internal static class InputRuns
{
    /// <summary>A layer's inputs in the order in which its kernel sums products in 16 bits, and the most quads that it takes; see <see cref="ShortSums"/>.</summary>
    public static (int[][] Runs, int MostQuads) OfSums(Node node, Graph graph, IReadOnlyDictionary<string, Node> producers)
    {
        Tensor weights = graph.Constants[node.Inputs[1]];
        return node.Operator is Conv conv && conv.IsDepthwise(weights.Shape[1] * conv.Group, weights.Shape[0])
            ? (OfDepthwise(weights.Shape.Length == 4 ? weights.Shape[2] : 1, weights.Shape[^1]), ShortSums.MostColumns)
            : (Of(node, graph, producers), ShortSums.MostQuads);
    }

    /// <summary>
    /// The runs of a depthwise convolution's kernel: column after column of up to 4 rows each, -1 where there is no row.
    /// </summary>
    public static int[][] OfDepthwise(int height, int width) =>
    [
        .. from first in Enumerable.Range(0, (height + 3) / 4)
           select (int[])[
               .. from column in Enumerable.Range(0, width)
                  from row in Enumerable.Range(first * 4, 4)
                  select row < height ? (row * width) + column : -1],
    ];

    /// <summary>Runs of indices k of a layer's weights.</summary>
    public static int[][] Of(Node node, Graph graph, IReadOnlyDictionary<string, Node> producers)
    {
        Tensor weights = graph.Constants[node.Inputs[1]];
        if (node.Operator is not Conv conv)
        {
            string? map = FlattenedOperand.Find(graph, producers, node.Inputs[0]);
            return [map is null ? [.. Enumerable.Range(0, weights.Shape[0])] : FlattenedOperand.ChannelsLastOrder(graph.Shape(map).AsSpan())];
        }

        // Channels are adjacent; so are the taps of a kernel row, where they read adjacent pixels.
        int channels = weights.Shape[1];
        int width = weights.Shape[^1];
        int height = weights.Shape.Length == 4 ? weights.Shape[2] : 1;
        bool adjacent = conv.Group == 1 && (conv.Dilations.IsEmpty || conv.Dilations[^1] == 1);
        var runs = new List<int[]>();
        for (int y = 0; y < height; y++)
        {
            int[][] taps = [.. Enumerable.Range(0, width).Select(x => (int[])[.. Enumerable.Range(0, channels).Select(c => (((c * height) + y) * width) + x)])];
            runs.AddRange(adjacent ? [[.. taps.SelectMany(tap => tap)]] : taps);
        }

        return [.. runs];
    }
}
