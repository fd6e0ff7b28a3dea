using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Compress.Quantization;

/// <summary>
/// Chooses the values that are 16-bit integers: what a layer of either precision gives, or a node that only changes the view
/// of elements, and what a layer that multiplies 16-bit integers reads. Everything else between such layers is computed in
/// float: a residual sum or an average loses nothing there.
/// </summary>
internal static class Int16Selection
{
    /// <summary>The chosen values; <paramref name="bytes"/> gets those that layers of 16-bit integers give for readers of bytes alone.</summary>
    /// <param name="graph">The network.</param>
    /// <param name="layers">The layers with weights that compute in integers.</param>
    /// <param name="bytes">The values that nodes of bytes give.</param>
    public static HashSet<string> Choose(Graph graph, IReadOnlyDictionary<string, Precision> layers, HashSet<string> bytes)
    {
        var shorts = new HashSet<string>(StringComparer.Ordinal);
        var narrowed = new HashSet<string>(StringComparer.Ordinal);
        ILookup<string, Node> readers = graph.Consumers();
        foreach (Node node in graph.Nodes.Reverse().Where(node => node.Outputs.Length == 1 && graph.Values[node.Output].Type == ElementType.Float32))
        {
            Precision?[] wanted = [.. readers[node.Output].Select(Reads)];
            bool isRead = graph.Outputs.Contains(node.Output) || wanted.Contains(Precision.Float);
            bool isWanted = wanted.Contains(Precision.Int16x8);
            switch (layers.TryGetValue(node.Output, out Precision precision) ? precision : Precision.Float)
            {
                case Precision.Int8 when isWanted && !graph.Outputs.Contains(node.Output):
                case Precision.Int16x8 when isWanted && !isRead:
                case Precision.Float when IsMove(node, graph, bytes) && isWanted && !isRead && !wanted.Contains(Precision.Int8):
                    shorts.Add(node.Output);
                    break;
                case Precision.Int16x8 when wanted.Contains(Precision.Int8) && !isRead:
                    narrowed.Add(node.Output);
                    break;
            }
        }

        bytes.UnionWith(narrowed);
        return shorts;

        Precision? Reads(Node reader) =>
            layers.TryGetValue(reader.Output, out Precision precision) ? precision
            : shorts.Contains(reader.Output) ? Precision.Int16x8
            : bytes.Contains(reader.Output) ? Precision.Int8
            : Precision.Float;
    }

    private static bool IsMove(Node node, Graph graph, HashSet<string> bytes) =>
        node.Operator is Reshape or Transpose or View or Concat
        && !bytes.Contains(node.Output)
        && !node.Inputs.Any(graph.Constants.ContainsKey);
}
