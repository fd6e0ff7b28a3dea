using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Compress.Quantization;

/// <summary>
/// The schemes <c>int8-weights</c> and <c>float16-weights</c>: everything is computed in floats, but weights are stored in a
/// narrower type. Kernels widen them where they multiply them, so that they are narrow in memory, too, and wait for no start-up.
/// </summary>
internal static class WeightNarrowing
{
    // The largest weight of a channel is scaled to the top of 16-bit floats, so that none overflows, and only what is less than
    // a 2^28th of it is subnormal.
    private const int LargestExponent = 14;
    private const float LeastHalf = 6.103515625e-5f;

    public static Graph Run(Graph graph, ElementType type, IReadOnlyList<string> keepFloat)
    {
        var rewriter = new GraphRewriter(graph);
        foreach (Node node in graph.Nodes)
        {
            if (!WeightedNodes.IsWeighted(node, graph) || NodePattern.Matches(keepFloat, node))
            {
                rewriter.Add(node);
                continue;
            }

            Tensor weights = graph.Constants[node.Inputs[1]];
            (Tensor narrow, ImmutableArray<float> scales) = type == ElementType.Int8
                ? WeightQuantizer.Quantize(node, weights, bias: null, inputScale: null)
                : ToHalf(node, weights);
            rewriter.Add(node with { Inputs = node.Inputs.SetItem(1, rewriter.AddWeights(node.Inputs[1], narrow, scales)) });
        }

        return rewriter.ToGraph();
    }

    // Scales are powers of two, so that scaling rounds nothing.
    private static (Tensor Weights, ImmutableArray<float> Scales) ToHalf(Node node, Tensor weights)
    {
        float[][] rows = WeightedNodes.ByChannel<float>(node, weights);
        var scales = new float[rows.Length];
        var halves = new Half[rows.Length][];
        for (int c = 0; c < rows.Length; c++)
        {
            float largest = rows[c].Select(Math.Abs).DefaultIfEmpty().Max();
            int exponent = float.IsNormal(largest) ? Math.Clamp(Math.ILogB(largest) - LargestExponent, -126, 126) : 0;
            scales[c] = MathF.ScaleB(1, exponent);
            halves[c] = Array.ConvertAll(rows[c], weight => Narrow(MathF.ScaleB(weight, -exponent)));
        }

        return (Tensor.Create(weights.Shape, WeightedNodes.FromChannels(node, halves)), [.. scales]);
    }

    // Kernels need not know subnormal numbers.
    private static Half Narrow(float weight) => Math.Abs(weight) < LeastHalf ? Half.Zero : (Half)weight;
}
