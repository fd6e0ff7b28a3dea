using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir;

namespace ModelCodegen.Compiler.Compress.Quantization;

/// <summary>Quantizes a layer's weights, symmetric per output channel to [-127, 127], and its bias to int32.</summary>
internal static class WeightQuantizer
{
    // Half of int32's range is left to the sum of products.
    private const double LargestBias = 1 << 30;

    /// <summary>The largest number of products per output whose sum stays within the other half of int32's range.</summary>
    public const int DeepestSum = (1 << 30) / (255 * 127);

    /// <summary>Quantizes weights.</summary>
    /// <param name="node">The layer.</param>
    /// <param name="weights">Its float weights.</param>
    /// <param name="bias">Its float bias, one per channel, or <see langword="null"/>.</param>
    /// <param name="inputScale">The input's scale, which a static bias is quantized with; <see langword="null"/> where the bias stays float.</param>
    /// <param name="sums">Sums in 16 bits that the codes are to fit, or <see langword="null"/>.</param>
    public static (Tensor Weights, ImmutableArray<float> Scales) Quantize(Node node, Tensor weights, float[]? bias, float? inputScale, ShortSumLayout? sums = null)
    {
        float[][] rows = WeightedNodes.ByChannel<float>(node, weights);
        var scales = new float[rows.Length];
        var codes = new sbyte[rows.Length][];
        for (int c = 0; c < rows.Length; c++)
        {
            double scale = Math.Max(ScaleOf(rows[c]), sums?.LeastScale(rows[c]) ?? 0);
            if (bias is not null && inputScale is { } step)
            {
                // Where the bias would overflow, coarser weights make room for it.
                scale = Math.Max(scale, Math.Abs((double)bias[c]) / (step * LargestBias));
            }

            scales[c] = float.IsNormal((float)scale) ? (float)scale : 1;
            codes[c] = Array.ConvertAll(rows[c], weight => (sbyte)Math.Clamp(Math.Round(weight / (double)scales[c], MidpointRounding.ToEven), -127, 127));
            sums?.Fit(rows[c], scales[c], codes[c]);
        }

        return (Tensor.Create(weights.Shape, WeightedNodes.FromChannels(node, codes)), [.. scales]);
    }

    /// <summary>The scale that makes full use of codes.</summary>
    public static double ScaleOf(float[] weights) => weights.Select(Math.Abs).DefaultIfEmpty().Max() / 127.0;

    /// <summary>The bias at scale <c>inputScale * weightScale</c>.</summary>
    public static Tensor QuantizeBias(float[] bias, float inputScale, ImmutableArray<float> weightScales)
    {
        var codes = new int[bias.Length];
        for (int c = 0; c < codes.Length; c++)
        {
            double code = Math.Round(bias[c] / ((double)inputScale * weightScales[c]), MidpointRounding.ToEven);
            codes[c] = (int)Math.Clamp(code, -LargestBias, LargestBias);
        }

        return Tensor.Create([codes.Length], codes);
    }
}
