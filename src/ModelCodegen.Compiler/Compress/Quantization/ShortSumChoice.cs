using ModelCodegen.Compiler.Ir;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Compress.Quantization;

/// <summary>
/// Decides how much coarser layers' weights are made, so that processors without a dot product of bytes may sum their products
/// in 16 bits (<see cref="ShortSums"/>), at up to twice the speed of widened bytes. Sums of one quad mostly cost little; those of more
/// go to the layers with most products for the noise that they bring, as long as the network as a whole can bear it, but not to
/// last layers: their errors reach the outputs as they are.
/// </summary>
internal sealed class ShortSumChoice
{
    // How many times the power of rounding errors may grow: in a layer by sums of one quad, or of more (a bit of eight), and on
    // average over all layers.
    private const double MostSingleNoise = 3;
    private const double MostNoise = 4;
    private const double MostMeanNoise = 2.5;

    private readonly Dictionary<string, ShortSumLayout> layouts = new(StringComparer.Ordinal);

    /// <summary>Chooses.</summary>
    /// <param name="graph">The network.</param>
    /// <param name="layers">The layers that multiply bytes.</param>
    public ShortSumChoice(Graph graph, IEnumerable<Node> layers)
    {
        Dictionary<string, Node> producers = graph.Producers();
        HashSet<string> last = LastLayers(graph);
        double left = 0;
        var candidates = new List<(Node Node, ShortSumLayout Layout, double Noise, double Gain)>();
        foreach (Node node in layers)
        {
            Tensor weights = graph.Constants[node.Inputs[1]];
            bool isPixel = ShapeArithmetic.Length(graph.Shape(node.Output).AsSpan()) == WeightedNodes.Channels(node, weights);
            if (isPixel || weights.Length == 0 || WinogradConv.Suits(node, graph))
            {
                // A single output pixel waits for its weights, which are used but once; Winograd's method multiplies 16-bit numbers.
                continue;
            }

            (int[][] runs, int most) = InputRuns.OfSums(node, graph, producers);
            float[][] rows = WeightedNodes.ByChannel<float>(node, weights);
            var one = new ShortSumLayout(runs, 1);
            double noise = Noise(rows, one);
            if (noise > MostSingleNoise)
            {
                left += MostMeanNoise - 1;
                continue;
            }

            layouts[node.Output] = one;
            left += MostMeanNoise - noise;
            if (last.Contains(node.Output))
            {
                continue;
            }

            var many = new ShortSumLayout(runs, most);
            double more = Noise(rows, many) - noise;
            if (noise + more <= MostNoise)
            {
                candidates.Add((node, many, more, MultiplyAdds.Count(graph, node) / Math.Max(more, 1e-3)));
            }
        }

        foreach ((Node node, ShortSumLayout layout, double noise, _) in candidates.OrderByDescending(candidate => candidate.Gain))
        {
            if (noise <= left)
            {
                left -= noise;
                layouts[node.Output] = layout;
            }
        }
    }

    /// <summary>The sums whose limits a layer's codes are to keep; <see langword="null"/> where that would cost too much, or gain nothing.</summary>
    public ShortSumLayout? Of(Node node) => layouts.GetValueOrDefault(node.Output);

    // The outputs of layers that no other layer follows.
    private static HashSet<string> LastLayers(Graph graph)
    {
        HashSet<string> weighted = [.. WeightedNodes.In(graph).Select(node => node.Output)];
        var last = new HashSet<string>(StringComparer.Ordinal);
        var followed = new HashSet<string>(StringComparer.Ordinal);
        foreach (Node node in graph.Nodes.Reverse())
        {
            bool isLayer = weighted.Contains(node.Output);
            bool isFollowed = node.Outputs.Any(followed.Contains);
            if (isLayer && !isFollowed)
            {
                last.Add(node.Output);
            }

            if (isLayer || isFollowed)
            {
                followed.UnionWith(node.Inputs);
            }
        }

        return last;
    }

    // How many times the power of rounding errors a larger scale brings, on average over channels.
    private static double Noise(float[][] rows, ShortSumLayout layout) => rows.Average(row =>
    {
        double scale = WeightQuantizer.ScaleOf(row);
        double factor = scale == 0 ? 1 : Math.Max(1, layout.LeastScale(row) / scale);
        return factor * factor;
    });
}
