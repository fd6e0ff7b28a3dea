using System.Collections.Immutable;
using ModelCodegen.Compiler.Compress.Calibration;
using ModelCodegen.Compiler.Ir;

namespace ModelCodegen.Compiler.Compress.Quantization;

/// <summary>
/// Keeps sums of products of 16-bit activations and 8-bit weights within 32 bits: a value's largest code is what the sums of
/// all layers that read it allow, so that no sum ever has to be split. Few layers are so deep that it is below 32767.
/// </summary>
internal sealed class ShortProducts
{
    // Rounding scales and biases moves a sum by less than this.
    private const int Margin = 1 << 16;

    private readonly SharedParameters parameters;
    private readonly Dictionary<string, int> largest = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (Tensor Codes, ImmutableArray<float> Scales)> weights = new(StringComparer.Ordinal);

    /// <summary>Quantizes the layers' weights and finds the largest codes of what they read.</summary>
    /// <param name="graph">The network.</param>
    /// <param name="layers">The layers that read 16-bit integers.</param>
    /// <param name="biasOf">A layer's bias, where its sums hold it.</param>
    /// <param name="parameters">The ranges of values.</param>
    public ShortProducts(Graph graph, IEnumerable<Node> layers, Func<Node, float[]?> biasOf, SharedParameters parameters)
    {
        this.parameters = parameters;
        foreach (Node node in layers)
        {
            double magnitude = ActivationParameters.Magnitude(parameters.RangeOf(node.Inputs[0]));
            float[]? bias = biasOf(node);
            (Tensor codes, ImmutableArray<float> scales) = WeightQuantizer.Quantize(
                node, graph.Constants[node.Inputs[1]], bias, (float)(magnitude / short.MaxValue));
            weights[node.Output] = (codes, scales);
            string group = parameters.GroupOf(node.Inputs[0]);
            largest[group] = Math.Min(largest.GetValueOrDefault(group, short.MaxValue), LargestCode(WeightedNodes.ByChannel<sbyte>(node, codes), scales, bias, magnitude));
        }
    }

    /// <summary>The parameters of a value as 16-bit integers.</summary>
    public Ir.Quantization Of(string name) =>
        ActivationParameters.Symmetric(parameters.RangeOf(name), largest.GetValueOrDefault(parameters.GroupOf(name), short.MaxValue));

    /// <summary>A layer's weights.</summary>
    public (Tensor Codes, ImmutableArray<float> Scales) WeightsOf(Node node) => weights[node.Output];

    // A bias counts in steps of input scale * weight scale, and so grows with the largest code, as the products do.
    private static int LargestCode(sbyte[][] rows, ImmutableArray<float> scales, float[]? bias, double magnitude)
    {
        double most = 0;
        for (int c = 0; c < rows.Length; c++)
        {
            double products = rows[c].Sum(code => Math.Abs((int)code));
            most = Math.Max(most, products + (bias is null ? 0 : Math.Abs((double)bias[c]) / (magnitude * scales[c])));
        }

        return (int)Math.Min(short.MaxValue, (int.MaxValue - Margin) / Math.Max(1, most));
    }
}
