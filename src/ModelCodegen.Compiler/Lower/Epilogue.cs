using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Lower;

/// <summary>What happens to a layer's sums: the arrays and numbers of a <see cref="ConvStep"/>'s epilogue.</summary>
/// <param name="Bias">int32 or float per channel.</param>
/// <param name="Scale">float per channel; integer inputs or narrow weights only.</param>
/// <param name="WeightSums">int32 per channel; dynamic quantization only.</param>
/// <param name="OutputZeroPoint">Static bytes only.</param>
/// <param name="Low">Static bytes only.</param>
/// <param name="High">Static bytes only.</param>
/// <param name="Activation">For float results, and before an <paramref name="OutputScale"/>.</param>
/// <param name="OutputScale">Where activated floats become 16-bit integers.</param>
internal sealed record Epilogue(
    Location Bias, Location? Scale, Location? WeightSums, int OutputZeroPoint, int Low, int High, Activation Activation, float OutputScale = 0)
{
    /// <summary>Makes the epilogue of a layer and stores its arrays.</summary>
    /// <param name="context">Where to store them.</param>
    /// <param name="node">The layer.</param>
    /// <param name="activation">What it ends with.</param>
    /// <param name="codes">Its weights by channel; <see langword="null"/> where they are multiplied as floats.</param>
    /// <param name="channels">Its output channels over all groups.</param>
    /// <param name="layout">How arrays of one value per channel are filled up to whole blocks.</param>
    public static Epilogue Make(
        LoweringContext context, Node node, Activation activation, sbyte[][]? codes, int channels, ChannelLayout layout)
    {
        Graph graph = context.Graph;
        Tensor? bias = node.HasInput(2) ? graph.Constants[node.Inputs[2]] : null;
        Quantization? output = graph.QuantizationOf(node.Output);
        if (codes is null || output is null)
        {
            float[] floats = bias?.ToFloat() ?? new float[channels];
            return new Epilogue(
                context.Weights.Add<float>(layout.Fill(floats)),
                graph.WeightScales.TryGetValue(node.Inputs[1], out ImmutableArray<float> weightScales) ? context.Weights.Add<float>(layout.Fill([.. weightScales])) : null,
                codes is null ? null : context.Weights.Add<int>(layout.Fill([.. codes.Select(Sum)])),
                0,
                0,
                255,
                activation);
        }

        Quantization input = graph.QuantizationOf(node.Inputs[0])!;
        if (bias is { Type: ElementType.Float32 } || activation.Function is not (UnaryFunction.Identity or UnaryFunction.Clip))
        {
            // The sums become floats, which an activation needs, on their way from integers to integers.
            return new Epilogue(
                context.Weights.Add<float>(layout.Fill(bias?.ToFloat() ?? new float[channels])),
                context.Weights.Add<float>(layout.Fill([.. graph.WeightScales[node.Inputs[1]].Select(scale => input.Scale * scale)])),
                null,
                0,
                output.Low,
                output.High,
                activation,
                output.Scale);
        }

        var integers = new int[channels];
        var scales = new float[channels];
        for (int c = 0; c < channels; c++)
        {
            integers[c] = (bias is null ? 0 : bias.Values<int>()[c]) - (input.ZeroPoint * Sum(codes[c]));
            scales[c] = (float)((double)input.Scale * graph.WeightScales[node.Inputs[1]][c] / output.Scale);
        }

        (int low, int high) = Clamp.Of(activation, output);
        return new Epilogue(
            context.Weights.Add<int>(layout.Fill(integers)),
            context.Weights.Add<float>(layout.Fill(scales)),
            null,
            output.ZeroPoint,
            low,
            high,
            Activation.None);
    }

    private static int Sum(sbyte[] codes) => codes.Sum(code => (int)code);
}
