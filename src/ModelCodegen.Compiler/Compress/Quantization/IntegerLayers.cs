using ModelCodegen.Compiler.Diagnostics;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Compress.Quantization;

/// <summary>Finds the layers whose products are integers.</summary>
internal static class IntegerLayers
{
    /// <summary>The precision of each such layer, by its output.</summary>
    public static Dictionary<string, Precision> Find(Graph graph, Func<Node, Precision> precisionOf, ICollection<Diagnostic> diagnostics)
    {
        var layers = new Dictionary<string, Precision>(StringComparer.Ordinal);
        var islands = new List<string>();
        foreach (Node node in WeightedNodes.In(graph).Where(node => precisionOf(node) != Precision.Float))
        {
            Tensor weights = graph.Constants[node.Inputs[1]];
            bool fits = weights.Length / WeightedNodes.Channels(node, weights) <= WeightQuantizer.DeepestSum
                && graph.Values[node.Inputs[0]].Type == ElementType.Float32;
            if (fits)
            {
                layers[node.Output] = precisionOf(node);
            }
            else
            {
                islands.Add(node.Name);
            }
        }

        FloatIslands.Report(islands, "they sum more products than 32-bit integers hold, or their input is no float", diagnostics);
        return layers;
    }
}
