using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Compress.Quantization;

/// <summary>
/// Layers that multiply bytes and give floats, because only float operators, or the network's caller, read their sums:
/// quantizing these only to convert them back would cost time and precision, which a recurrent network carries from step
/// to step.
/// </summary>
internal static class FloatSums
{
    /// <summary>Takes such layers, and the views behind them, out of the nodes that give bytes; the layers' outputs are returned.</summary>
    /// <param name="bytes">The outputs of nodes that give bytes.</param>
    /// <param name="graph">The network.</param>
    /// <param name="boundary">Whether the network's caller reads bytes, too.</param>
    public static HashSet<string> TakeFrom(HashSet<string> bytes, Graph graph, BoundaryForm boundary)
    {
        ILookup<string, Node> readers = graph.Consumers();
        var onlySums = new HashSet<string>(StringComparer.Ordinal);
        var layers = new HashSet<string>(StringComparer.Ordinal);
        foreach (Node node in graph.Nodes.Reverse())
        {
            bool isLayer = node.Operator is Gemm { Activation.IsNone: true };
            if ((isLayer || node.Operator is Reshape or Transpose or View)
                && bytes.Contains(node.Output)
                && !(boundary == BoundaryForm.Quantized && graph.Outputs.Contains(node.Output))
                && readers[node.Output].All(reader => !bytes.Contains(reader.Output) || onlySums.Contains(reader.Output)))
            {
                (isLayer ? layers : onlySums).Add(node.Output);
            }
        }

        // A view of something else, which is in bytes, is best a view of bytes.
        foreach (Node node in graph.Nodes.Where(node => onlySums.Contains(node.Output)))
        {
            if (!layers.Contains(node.Inputs[0]) && !onlySums.Contains(node.Inputs[0]))
            {
                onlySums.Remove(node.Output);
            }
        }

        bytes.ExceptWith(layers);
        bytes.ExceptWith(onlySums);
        return layers;
    }
}
