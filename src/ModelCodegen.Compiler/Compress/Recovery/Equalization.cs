using System.Collections.Immutable;
using ModelCodegen.Compiler.Compress.Quantization;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Compress.Recovery;

/// <summary>
/// Evens out the ranges of channels: each is multiplied by a factor where it is made and divided where it is read, which
/// changes nothing in floats and much in codes that all channels share. Nagel et al. 2019 ("Data-Free Quantization", section
/// 4.1) do so by weights, Xiao et al. 2022 ("SmoothQuant") by activations and weights, as here; the strength is the one with
/// the least predicted noise, and a class of channels that would gain little stays as it is.
/// </summary>
internal sealed class Equalization
{
    private const float LargestFactor = 1 << 12;
    private const double WorthwhileNoise = 0.8;

    // Channels that come this near to what an activation clips at keep their factor, so that it still clips them there.
    private const float Margin = 1.1f;

    private static readonly double[] Strengths = [0.25, 0.5, 0.75, 1];

    private readonly Graph graph;
    private readonly IReadOnlyDictionary<string, ChannelStatistics> statistics;
    private readonly Dictionary<(string Node, int Input), float[]> changed = [];

    private Equalization(Graph graph, IReadOnlyDictionary<string, ChannelStatistics> statistics)
    {
        this.graph = graph;
        this.statistics = statistics;
    }

    /// <summary>The network with other constants.</summary>
    /// <param name="graph">A float network.</param>
    /// <param name="samples">Typical inputs.</param>
    /// <param name="log">Takes a line that says what was done.</param>
    /// <param name="cancellation">Ends it early.</param>
    public static Graph Run(Graph graph, IReadOnlyList<IReadOnlyDictionary<string, Tensor>> samples, Action<string> log, CancellationToken cancellation)
    {
        IReadOnlyList<ChannelClass> classes = ChannelClasses.Find(graph);
        if (classes.Count == 0 || samples.Count == 0)
        {
            return graph;
        }

        Dictionary<string, int> axes = classes.SelectMany(one => one.Values).GroupBy(axis => axis.Value, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.First().Axis, StringComparer.Ordinal);
        var equalization = new Equalization(graph, ChannelStatistics.Observe(graph, samples, axes, cancellation));
        int count = classes.Count(equalization.Equalize);
        log($"equalized {count} of {classes.Count} classes of channels");
        return equalization.Result();
    }

    private bool Equalize(ChannelClass one)
    {
        // A value whose channels could be meant in two ways was looked at in one of them only.
        if (one.Values.Any(value => !statistics.TryGetValue(value.Value, out ChannelStatistics? seen) || seen.Largest.Length != graph.Shape(value.Value)[value.Axis]))
        {
            return false;
        }

        float[] largest = ChannelStatistics.LargestOf(one.Values.Select(value => statistics[value.Value].Largest));
        ChannelReading[] readings = [.. one.Readers.Select(node => Read(node, one))];
        float[] weights = ChannelStatistics.LargestOf(readings.Select(reading => reading.LargestWeight));
        float[] best = [.. largest.Select(_ => 1f)];
        double before = readings.Sum(reading => reading.Noise(best));
        double least = before * WorthwhileNoise;
        bool found = false;
        foreach (double strength in Strengths)
        {
            float[] factors = Factors(largest, weights, strength, one.Bound);
            if (readings.Sum(reading => reading.Noise(factors)) is var noise && noise < least)
            {
                (best, least, found) = (factors, noise, true);
            }
        }

        if (found)
        {
            Apply(one, best);
        }

        return found;
    }

    // weight^(1 - strength) / activation^strength, around 1.
    private static float[] Factors(float[] largest, float[] weights, double strength, float bound)
    {
        double[] logs = [.. largest.Select((activation, c) => activation > 0 && weights[c] > 0
            ? ((1 - strength) * Kernels.KernelMethods.LogReal(weights[c])) - (strength * Kernels.KernelMethods.LogReal(activation))
            : double.NaN)];
        double middle = logs.Where(log => !double.IsNaN(log)).DefaultIfEmpty(0).Average();
        bool IsClipped(float activation) => activation * Margin >= bound;
        if (float.IsFinite(bound))
        {
            // What is clipped has the factor 1, and nothing grows until it is.
            middle = largest.Zip(logs).Where(pair => !double.IsNaN(pair.Second)).Select(pair =>
                IsClipped(pair.First) ? pair.Second : pair.Second - Kernels.KernelMethods.LogReal(bound / (Margin * pair.First))).DefaultIfEmpty(0).Max();
        }

        return
        [
            .. largest.Select((activation, c) => double.IsNaN(logs[c]) || IsClipped(activation)
                ? 1
                : (float)Math.Clamp(Kernels.KernelMethods.ExpReal(logs[c] - middle), 1 / LargestFactor, LargestFactor)),
        ];
    }

    private void Apply(ChannelClass one, float[] factors)
    {
        foreach (Node writer in one.Writers)
        {
            switch (writer.Operator)
            {
                case Conv or Gemm:
                    float[] weights = Constant(writer, 1);
                    ForEachWeight(writer, (index, output, _) => weights[index] *= factors[output]);
                    Multiply(writer, 2, factors);
                    break;
                case LayerNormalization:
                    Multiply(writer, 1, factors);
                    Multiply(writer, 2, factors);
                    break;
                default:
                    int axis = one.Values.First(value => value.Value == writer.Output).Axis;
                    int constant = graph.Constants.ContainsKey(writer.Inputs[0]) ? 0 : 1;
                    ImmutableArray<int> shape = graph.Shape(writer.Inputs[constant]);
                    int inner = ShapeArithmetic.Length(shape[(axis - graph.Shape(writer.Output).Length + shape.Length + 1)..]);
                    float[] added = Constant(writer, constant);
                    for (int i = 0; i < added.Length; i++)
                    {
                        added[i] *= factors[i / inner % factors.Length];
                    }

                    break;
            }
        }

        foreach (Node reader in one.Readers)
        {
            float[] weights = Constant(reader, 1);
            ForEachWeight(reader, (index, _, input) => weights[index] /= factors[input]);
        }
    }

    private ChannelReading Read(Node node, ChannelClass one)
    {
        ChannelStatistics input = statistics[node.Inputs[0]];
        float[] values = changed.GetValueOrDefault((node.Name, 1)) ?? graph.Constants[node.Inputs[1]].ToFloat();
        int outputs = WeightedNodes.Channels(node, graph.Constants[node.Inputs[1]]);
        var largest = new float[outputs][];
        for (int o = 0; o < outputs; o++)
        {
            largest[o] = new float[input.Largest.Length];
        }

        var energy = new double[input.Largest.Length];
        ForEachWeight(node, (index, output, channel) =>
        {
            largest[output][channel] = Math.Max(largest[output][channel], Math.Abs(values[index]));
            energy[channel] += (double)values[index] * values[index];
        });
        return new ChannelReading(input, largest, energy, (double)values.Length / outputs / Math.Max(1, largest[0].Length));
    }

    // Calls back with a weight's place, its output channel and its input channel over all groups.
    private void ForEachWeight(Node node, Action<int, int, int> action)
    {
        ImmutableArray<int> shape = graph.Shape(node.Inputs[1]);
        int length = ShapeArithmetic.Length(shape);
        if (node.Operator is Conv conv)
        {
            int taps = ShapeArithmetic.Length(shape[2..]);
            for (int i = 0; i < length; i++)
            {
                int output = i / taps / shape[1];
                action(i, output, (output / (shape[0] / conv.Group) * shape[1]) + (i / taps % shape[1]));
            }
        }
        else
        {
            for (int i = 0; i < length; i++)
            {
                action(i, i % shape[1], i / shape[1]);
            }
        }
    }

    private void Multiply(Node node, int input, float[] factors)
    {
        if (node.HasInput(input))
        {
            float[] values = Constant(node, input);
            for (int c = 0; c < values.Length; c++)
            {
                values[c] *= factors[c];
            }
        }
    }

    // The node's own copy of a constant.
    private float[] Constant(Node node, int input)
    {
        if (!changed.TryGetValue((node.Name, input), out float[]? values))
        {
            changed[(node.Name, input)] = values = (float[])graph.Constants[node.Inputs[input]].ToFloat().Clone();
        }

        return values;
    }

    private Graph Result()
    {
        ImmutableSortedDictionary<string, Tensor>.Builder constants = graph.Constants.ToBuilder();
        Node[] nodes = [.. graph.Nodes.Select(node => node with { Inputs = [.. node.Inputs.Select((name, i) => Rename(node, name, i))] })];
        HashSet<string> read = [.. nodes.SelectMany(node => node.Inputs), .. graph.Outputs];
        constants.RemoveRange(constants.Keys.Where(name => !read.Contains(name)).ToArray());
        return graph with { Nodes = [.. nodes], Constants = constants.ToImmutable() };

        string Rename(Node node, string name, int input)
        {
            if (!changed.TryGetValue((node.Name, input), out float[]? values))
            {
                return name;
            }

            string fresh = FreshName.For(name + "/equalized", taken => constants.ContainsKey(taken) || graph.Values.ContainsKey(taken));
            constants[fresh] = Tensor.Create(graph.Shape(name), values);
            return fresh;
        }
    }
}
