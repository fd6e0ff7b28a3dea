using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Compress.Quantization;

/// <summary>
/// Layers that multiply bytes and give floats: a recurrent network reads floats anyway, and would carry what its sums lose
/// to rounding from step to step.
/// </summary>
internal static class FloatSums
{
    /// <summary>Takes such layers out of the nodes that give bytes; their outputs are returned.</summary>
    public static HashSet<string> TakeFrom(HashSet<string> bytes, Graph graph)
    {
        ILookup<string, Node> readers = graph.Consumers();
        HashSet<string> layers =
        [
            .. graph.Nodes
                .Where(node => node.Operator is Gemm && bytes.Contains(node.Output) && IsOnlyForRecurrences(node.Output))
                .Select(node => node.Output),
        ];
        bytes.ExceptWith(layers);
        return layers;

        bool IsOnlyForRecurrences(string value) => !graph.Outputs.Contains(value) && readers[value].All(reader =>
            reader.Operator is Recurrence || reader.Operator is Reshape && !bytes.Contains(reader.Output) && IsOnlyForRecurrences(reader.Output));
    }
}
