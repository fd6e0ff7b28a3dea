using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Compress.Quantization;

/// <summary>
/// Layers that multiply bytes and give floats. A recurrent network carries what its sums lose to rounding from step to
/// step, and reads floats anyway.
/// </summary>
internal static class FloatSums
{
    /// <summary>Takes such layers, and the reshapes behind them, out of the nodes that give bytes; the layers' outputs are returned.</summary>
    public static HashSet<string> TakeFrom(HashSet<string> bytes, Graph graph)
    {
        ILookup<string, Node> readers = graph.Nodes.SelectMany(node => node.Inputs.Select(input => (input, node))).ToLookup(pair => pair.input, pair => pair.node);
        var onlySums = new HashSet<string>(StringComparer.Ordinal);
        var layers = new HashSet<string>(StringComparer.Ordinal);
        foreach (Node node in graph.Nodes.Reverse())
        {
            if (node.Operator is Reshape or Gemm
                && bytes.Contains(node.Output)
                && !graph.Outputs.Contains(node.Output)
                && readers[node.Output].All(reader => reader.Operator is Recurrence || onlySums.Contains(reader.Output)))
            {
                (node.Operator is Gemm ? layers : onlySums).Add(node.Output);
            }
        }

        // A reshape of something else, which is in bytes, is best done in bytes.
        onlySums.ExceptWith(graph.Nodes.Where(node => onlySums.Contains(node.Output) && !layers.Contains(node.Inputs[0])).Select(node => node.Output).ToArray());
        bytes.ExceptWith(layers);
        bytes.ExceptWith(onlySums);
        return layers;
    }
}
