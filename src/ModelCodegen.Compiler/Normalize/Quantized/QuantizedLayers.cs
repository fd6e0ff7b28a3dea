using System.Collections.Immutable;
using ModelCodegen.Compiler.Compress;
using ModelCodegen.Compiler.Compress.Quantization;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Normalize.Quantized;

/// <summary>Layers whose input is bytes and whose weights are integers of the model: they multiply integers.</summary>
internal sealed class QuantizedLayers(Graph source, GraphRewriter rewriter)
{
    private readonly Dictionary<(string Name, int Axis), (ByteWeights? Weights, string Name)> known = [];

    /// <summary>The layer's weights and the name of their constant; <see langword="null"/> where integer kernels cannot take them.</summary>
    public (ByteWeights Weights, string Name)? WeightsOf(Node node)
    {
        if (!WeightedNodes.IsWeighted(node, source) || !source.Dequantized.TryGetValue(node.Inputs[1], out DequantizedTensor? tensor))
        {
            return null;
        }

        int axis = node.Operator is Conv ? 0 : tensor.Codes.Shape.Length - 1;
        if (!known.TryGetValue((node.Inputs[1], axis), out (ByteWeights? Weights, string Name) found))
        {
            ByteWeights? weights = ByteWeights.Of(tensor, axis);
            found = (weights, weights is null ? "" : rewriter.AddWeights(node.Inputs[1], weights.Codes, weights.Scales));
            known[(node.Inputs[1], axis)] = found;
        }

        return found.Weights is { } bytes ? (bytes, found.Name) : null;
    }

    /// <summary>
    /// The layer's bias at scale input * weights: the model's own integers where it has them, else rounded. No operand where
    /// there is no bias, <see langword="null"/> where it is too large.
    /// </summary>
    public ImmutableArray<string>? BiasOf(Node node, float inputScale, ImmutableArray<float> weightScales)
    {
        if (!node.HasInput(2))
        {
            return [];
        }

        int[]? codes = ModelBias(node.Inputs[2], inputScale, weightScales) ?? RoundedBias(source.Constants[node.Inputs[2]].ToFloat(), inputScale, weightScales);
        return codes is null || codes.Any(code => Math.Abs((long)code) > ByteWeights.LargestSum)
            ? null
            : [rewriter.AddConstant(node.Inputs[2] + "/quantized", Tensor.Create([codes.Length], codes))];
    }

    private int[]? ModelBias(string name, float inputScale, ImmutableArray<float> weightScales)
    {
        if (source.Dequantized.GetValueOrDefault(name) is not { Codes.Type: Plan.ElementType.Int32 } bias || (bias.ZeroPoint?.ToInt64().Any(zero => zero != 0) ?? false))
        {
            return null;
        }

        float[] scales = bias.Scale.ToFloat();
        bool same = weightScales.Select((scale, c) => Math.Abs((inputScale * scale / scales[scales.Length == 1 ? 0 : c]) - 1) < 1e-5f).All(equal => equal);
        return same ? bias.Codes.Values<int>().ToArray() : null;
    }

    private static int[]? RoundedBias(float[] bias, float inputScale, ImmutableArray<float> weightScales)
    {
        double[] codes = [.. bias.Select((value, c) => Math.Round(value / ((double)inputScale * weightScales[c]), MidpointRounding.ToEven))];
        return codes.All(code => Math.Abs(code) <= ByteWeights.LargestSum) ? Array.ConvertAll(codes, code => (int)code) : null;
    }
}
