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
        var shortSums = new ShortSumChoice(graph);
        var deep = new List<string>();
        foreach (Node node in graph.Nodes)
        {
            if (!WeightedNodes.IsWeighted(node, graph) || NodePattern.Matches(keepFloat, node))
            {
                rewriter.Add(node);
                continue;
            }

            Tensor weights = graph.Constants[node.Inputs[1]];
            if (weights.Length / WeightedNodes.Channels(node, weights) > WeightQuantizer.DeepestSum)
            {
                deep.Add(node.Name);
                rewriter.Add(node);
                continue;
            }

            (Tensor codes, ImmutableArray<float> scales) = WeightQuantizer.Quantize(node, weights, bias: null, inputScale: null, shortSums.Of(node));
            string input = rewriter.AsDynamicBytes(node.Inputs[0]);
            string weight = rewriter.AddWeights(node.Inputs[1], codes, scales);
            rewriter.Add(node with { Inputs = [input, weight, .. node.Inputs.Skip(2)] });
        }

        FloatIslands.Report(deep, "they sum more products than 32-bit integers hold", diagnostics);
        return rewriter.ToGraph();
    }
}
