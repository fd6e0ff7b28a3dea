using ModelCodegen.Compiler.Ir;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Compress.Quantization;

/// <summary>
/// Decides for which layers weights are made a little coarser, so that processors without a dot product of bytes may sum their
/// products in 16 bits (<see cref="ShortSums"/>), at about twice the speed of widened bytes.
/// </summary>
/// <param name="graph">The network.</param>
internal sealed class ShortSumChoice(Graph graph)
{
    // How many times the power of the rounding error may grow, on average over channels: weights lose at most one bit of eight.
    private static readonly double MostNoise = double.Parse(Environment.GetEnvironmentVariable("MCG_N") ?? "3");

    private readonly Dictionary<string, Node> producers = graph.Producers();

    /// <summary>The sums whose limits a layer's codes are to keep; <see langword="null"/> where that would cost too much, or gain nothing.</summary>
    public ShortSumLayout? Of(Node node)
    {
        Tensor weights = graph.Constants[node.Inputs[1]];

        // A single output pixel waits for its weights, which are used but once.
        if (ShapeArithmetic.Length(graph.Shape(node.Output).AsSpan()) == WeightedNodes.Channels(node, weights))
        {
            return null;
        }

        (int[][] runs, int most) = InputRuns.OfSums(node, graph, producers);
        float[][] rows = WeightedNodes.ByChannel<float>(node, weights);
        for (int quads = most; quads > 0; quads--)
        {
            var layout = new ShortSumLayout(runs, quads);
            if (rows.Length > 0 && rows.Average(row => Noise(row, layout)) <= MostNoise)
            {
                return layout;
            }
        }

        return null;
    }

    private static double Noise(float[] row, ShortSumLayout layout)
    {
        double scale = WeightQuantizer.ScaleOf(row);
        double factor = scale == 0 ? 1 : Math.Max(1, layout.LeastScale(row) / scale);
        return factor * factor;
    }
}
