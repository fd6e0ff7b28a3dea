using System.Collections.Immutable;
using ModelCodegen.Compiler.Diagnostics;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Compress.Quantization;

/// <summary>
/// The scheme <c>int8-dynamic</c>: layers with weights multiply bytes, with 8-bit weights and inputs that are quantized
/// at run time by their own range; everything else stays in float.
/// </summary>
internal static class DynamicQuantizer
{
    public static Graph Quantize(Graph graph, IReadOnlyList<string> keepFloat, ICollection<Diagnostic> diagnostics)
    {
        var rewriter = new GraphRewriter(graph);
        ILookup<bool, Node> asked = WeightedNodes.In(graph).Where(node => !NodePattern.Matches(keepFloat, node)).ToLookup(IsDeep);
        HashSet<string> layers = [.. asked[false].Select(node => node.Output)];
        var shortSums = new ShortSumChoice(graph, asked[false]);
        foreach (Node node in graph.Nodes)
        {
            if (!layers.Contains(node.Output))
            {
                rewriter.Add(node);
                continue;
            }

            (Tensor codes, ImmutableArray<float> scales) = WeightQuantizer.Quantize(node, graph.Constants[node.Inputs[1]], bias: null, inputScale: null, shortSums.Of(node));
            string input = rewriter.AsDynamicBytes(node.Inputs[0]);
            string weight = rewriter.AddWeights(node.Inputs[1], codes, scales);
            rewriter.Add(node with { Inputs = [input, weight, .. node.Inputs.Skip(2)] });
        }

        FloatIslands.Report([.. asked[true].Select(node => node.Name)], "they sum more products than 32-bit integers hold", diagnostics);
        return rewriter.ToGraph();

        bool IsDeep(Node node)
        {
            Tensor weights = graph.Constants[node.Inputs[1]];
            return weights.Length / WeightedNodes.Channels(node, weights) > WeightQuantizer.DeepestSum;
        }
    }
}
