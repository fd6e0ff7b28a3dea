using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Ir;

/// <summary>
/// A matrix operand that is a flattened map: [N, C, H, W] reshaped to [N, C*H*W]. A product with constant weights need
/// not move such a map into row-major order: it can take its weights' rows in the map's own order (y, x, channel).
/// </summary>
public static class FlattenedOperand
{
    /// <summary>The name of the map behind a product's first operand; <see langword="null"/> where it is none.</summary>
    /// <param name="graph">The network.</param>
    /// <param name="producers">Its <see cref="Graph.Producers"/>.</param>
    /// <param name="operand">The name of the [N, K] operand.</param>
    public static string? Find(Graph graph, IReadOnlyDictionary<string, Node> producers, string operand)
    {
        if (!producers.TryGetValue(operand, out Node? producer) || producer.Operator is not Reshape)
        {
            return null;
        }

        string map = producer.Inputs[0];
        return !graph.Constants.ContainsKey(map)
            && graph.Shape(map) is { Length: 3 or 4 } from
            && graph.Shape(operand) is { Length: 2 } to
            && from[0] == to[0]
            ? map
            : null;
    }

    /// <summary>The order in which a map [N, C, spatial…] lies in memory, channels last: entry i is the row-major index of the i-th element.</summary>
    public static int[] ChannelsLastOrder(ReadOnlySpan<int> map)
    {
        int channels = map[1];
        int pixels = ShapeArithmetic.Length(map[2..]);
        var order = new int[channels * pixels];
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = ((i % channels) * pixels) + (i / channels);
        }

        return order;
    }
}
