using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Compress.Quantization;

/// <summary>
/// Chooses the nodes that compute in bytes: all layers with weights, and every other operator that has a byte kernel
/// and whose operands are bytes already, so that it costs no conversion.
/// </summary>
internal static class Int8Selection
{
    /// <summary>The outputs of the chosen nodes.</summary>
    /// <param name="graph">The network.</param>
    /// <param name="layers">The layers with weights that compute in integers.</param>
    /// <param name="precisionOf">What each node may compute in.</param>
    public static HashSet<string> Choose(Graph graph, IReadOnlyDictionary<string, Precision> layers, Func<Node, Precision> precisionOf)
    {
        var bytes = new HashSet<string>(StringComparer.Ordinal);
        foreach (Node node in graph.Nodes.Where(node => precisionOf(node) == Precision.Int8))
        {
            bool chosen = WeightedNodes.IsWeighted(node, graph)
                ? layers.ContainsKey(node.Output)
                : HasByteKernel(node, graph) && node.Inputs.All(input =>
                    input.Length == 0 || graph.Constants.ContainsKey(input) || bytes.Contains(input) || graph.Values[input].Type != ElementType.Float32);

            if (chosen)
            {
                bytes.UnionWith(node.Outputs.Where(output => output.Length > 0 && graph.Values[output].Type == ElementType.Float32));
            }
        }

        ReturnToFloat(graph, bytes);
        return bytes;
    }

    // What only float operators read is computed in float itself: the conversions are as many, before it instead of behind,
    // and nothing is rounded to bytes in between. So the residual sums of a transformer, which normalizations read, stay whole.
    private static void ReturnToFloat(Graph graph, HashSet<string> bytes)
    {
        ILookup<string, Node> consumers = graph.Consumers();
        foreach (Node node in graph.Nodes.Reverse().Where(node => bytes.Contains(node.Output) && node.Operator is Binary or Unary or Reshape or Transpose or View or Concat))
        {
            if (!node.Outputs.SelectMany(output => consumers[output]).Any(consumer => bytes.Contains(consumer.Output)))
            {
                bytes.ExceptWith(node.Outputs);
            }
        }
    }

    private static bool HasByteKernel(Node node, Graph graph) => node.Operator switch
    {
        Pool or Reshape or Transpose or View or Unary => node.Inputs.All(input => !graph.Constants.ContainsKey(input)),
        Concat => node.Inputs.Any(input => !graph.Constants.ContainsKey(input)),
        KernelOperator { MovesElements: true } => node.Outputs.Any(output => output.Length > 0 && graph.Values[output].Type == ElementType.Float32),
        Pad when node.Inputs.Length == 1 => !graph.Constants.ContainsKey(node.Inputs[0]),
        Binary { Function: BinaryFunction.Add or BinaryFunction.Sub or BinaryFunction.Mul } => node.Inputs.Any(input => !graph.Constants.ContainsKey(input)),
        _ => false,
    };
}
