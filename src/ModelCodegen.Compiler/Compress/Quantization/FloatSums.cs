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
    /// <summary>Takes such layers out of the nodes that give bytes.</summary>
    /// <param name="bytes">The outputs of nodes that give bytes.</param>
    /// <param name="shorts">The values that are 16-bit integers.</param>
    /// <param name="graph">The network.</param>
    /// <param name="boundary">Whether the network's caller reads bytes, too.</param>
    public static void TakeFrom(HashSet<string> bytes, HashSet<string> shorts, Graph graph, BoundaryForm boundary)
    {
        ILookup<string, Node> readers = graph.Consumers();
        HashSet<string> layers =
        [
            .. graph.Nodes
                .Where(node => node.Operator is Gemm { Activation.IsNone: true }
                    && bytes.Contains(node.Output)
                    && !shorts.Contains(node.Output)
                    && !(boundary == BoundaryForm.Quantized && graph.Outputs.Contains(node.Output))
                    && !readers[node.Output].Any(reader => bytes.Contains(reader.Output)))
                .Select(node => node.Output),
        ];
        bytes.ExceptWith(layers);
    }
}
