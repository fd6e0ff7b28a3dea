using ModelCodegen.Compiler.Diagnostics;
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
    public static HashSet<string> Choose(Graph graph, IReadOnlyList<string> keepFloat, ICollection<Diagnostic> diagnostics)
    {
        var bytes = new HashSet<string>(StringComparer.Ordinal);
        var deep = new List<string>();
        foreach (Node node in graph.Nodes.Where(node => !NodePattern.Matches(keepFloat, node)))
        {
            bool chosen;
            if (WeightedNodes.IsWeighted(node, graph))
            {
                Tensor weights = graph.Constants[node.Inputs[1]];
                chosen = weights.Length / WeightedNodes.Channels(node, weights) <= WeightQuantizer.DeepestSum
                    && graph.Values[node.Inputs[0]].Type == ElementType.Float32;
                if (!chosen)
                {
                    deep.Add(node.Name);
                }
            }
            else
            {
                chosen = HasByteKernel(node, graph) && node.Inputs.All(input => input.Length == 0 || graph.Constants.ContainsKey(input) || bytes.Contains(input));
            }

            if (chosen)
            {
                bytes.Add(node.Output);
            }
        }

        FloatIslands.Report(deep, "they sum more products than 32-bit integers hold, or their input is no float", diagnostics);
        return bytes;
    }

    private static bool HasByteKernel(Node node, Graph graph) => node.Operator switch
    {
        Pool or Reshape or Transpose or View or Concat or Unary => node.Inputs.All(input => !graph.Constants.ContainsKey(input)),
        Pad => !graph.Constants.ContainsKey(node.Inputs[0]),
        Binary { Function: BinaryFunction.Add or BinaryFunction.Sub or BinaryFunction.Mul } => node.Inputs.Any(input => !graph.Constants.ContainsKey(input)),
        _ => false,
    };
}
