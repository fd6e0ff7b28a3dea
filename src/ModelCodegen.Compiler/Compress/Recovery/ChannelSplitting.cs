using System.Collections.Immutable;
using ModelCodegen.Compiler.Compress.Quantization;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Compress.Recovery;

/// <summary>
/// Splits channels whose values lie far outside those of the others: each becomes two of half its size that are read with the same
/// weights, so that the range that all channels share gets smaller (Zhao et al. 2019, "Improving Neural Network Quantization
/// without Retraining using Outlier Channel Splitting"). It costs the channels' time, and is done only where it gains much.
/// </summary>
internal sealed class ChannelSplitting
{
    // Of the noise that the range puts on what is read; and at most one channel of so many.
    private const double WorthwhileNoise = 0.7;
    private const int LeastPerSplit = 16;

    private readonly IReadOnlyDictionary<string, Node> producers;
    private readonly ILookup<string, Node> consumers;
    private readonly IReadOnlyDictionary<string, ChannelStatistics> statistics;
    private readonly ImmutableSortedDictionary<string, Tensor>.Builder constants;
    private readonly ImmutableSortedDictionary<string, ValueInfo>.Builder values;
    private readonly Dictionary<string, Node> nodes;

    private ChannelSplitting(Graph graph, IReadOnlyDictionary<string, ChannelStatistics> statistics)
    {
        this.statistics = statistics;
        producers = graph.Producers();
        consumers = graph.Consumers();
        constants = graph.Constants.ToBuilder();
        values = graph.Values.ToBuilder();
        nodes = graph.Nodes.ToDictionary(node => node.Name, StringComparer.Ordinal);
    }

    /// <summary>The network with more channels.</summary>
    /// <param name="graph">A float network.</param>
    /// <param name="samples">Typical inputs.</param>
    /// <param name="log">Takes a line that says what was done.</param>
    /// <param name="cancellation">Ends it early.</param>
    public static Graph Run(Graph graph, IReadOnlyList<IReadOnlyDictionary<string, Tensor>> samples, Action<string> log, CancellationToken cancellation)
    {
        ChannelClass[] classes = [.. ChannelClasses.Find(graph).Where(one => float.IsInfinity(one.Bound))];
        if (classes.Length == 0 || samples.Count == 0)
        {
            return graph;
        }

        Dictionary<string, int> axes = classes.SelectMany(one => one.Values).GroupBy(axis => axis.Value, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.First().Axis, StringComparer.Ordinal);
        var splitting = new ChannelSplitting(graph, ChannelStatistics.Observe(graph, samples, axes, cancellation));
        int count = classes.Where(splitting.IsPlain).Sum(splitting.Split);
        log($"split {count} {(count == 1 ? "channel" : "channels")}");
        return graph with
        {
            Nodes = [.. graph.Nodes.Select(node => splitting.nodes[node.Name])],
            Constants = splitting.constants.ToImmutable(),
            Values = splitting.values.ToImmutable(),
        };
    }

    // Only layers write and read the class, and only functions of single channels stand in between.
    private bool IsPlain(ChannelClass one)
    {
        HashSet<string> names = [.. one.Values.Select(value => value.Value)];
        return one.Values.All(value => value.Axis == 1 && IsMember(producers[value.Value]) && consumers[value.Value].All(IsMember))
            && one.Writers.Concat(one.Readers).All(node => node.Operator is Gemm or Conv { Group: 1 })
            && !one.Writers.Intersect(one.Readers).Any();

        bool IsMember(Node node) => one.Writers.Contains(node) || one.Readers.Contains(node)
            || (node.Operator is Unary or Pool or Reshape && names.Contains(node.Inputs[0]) && names.Contains(node.Output));
    }

    private int Split(ChannelClass one)
    {
        float[] largest = ChannelStatistics.LargestOf(one.Values.Select(value => statistics[value.Value].Largest));
        double[] energy = Energy(one, largest.Length);
        int[] order = [.. Enumerable.Range(0, largest.Length).OrderByDescending(c => largest[c])];
        double range = largest[order[0]];
        double total = energy.Sum();
        int best = 0;
        double least = WorthwhileNoise;
        double added = 0;
        for (int count = 1; count <= Math.Max(1, largest.Length / LeastPerSplit) && count < largest.Length; count++)
        {
            added += energy[order[count - 1]];
            double smaller = Math.Max(range / 2, largest[order[count]]) / range;
            if (smaller * smaller * (total + added) / total is var noise && noise < least)
            {
                (best, least) = (count, noise);
            }
        }

        if (best > 0)
        {
            Apply(one, [.. order.Take(best).Order()]);
        }

        return best;
    }

    // The sum of squares of the weights that read each channel.
    private double[] Energy(ChannelClass one, int channels)
    {
        var energy = new double[channels];
        foreach (Node reader in one.Readers)
        {
            Tensor weights = constants[nodes[reader.Name].Inputs[1]];
            int axis = ReadAxis(reader);
            int inner = ShapeArithmetic.Length(weights.Shape[(axis + 1)..]);
            ReadOnlySpan<float> elements = weights.Values<float>();
            for (int i = 0; i < elements.Length; i++)
            {
                energy[i / inner % channels] += (double)elements[i] * elements[i];
            }
        }

        return energy;
    }

    private void Apply(ChannelClass one, int[] channels)
    {
        foreach (Node writer in one.Writers)
        {
            Replace(writer, 1, writer.Operator is Conv ? 0 : 1, channels, 0.5f);
            if (writer.HasInput(2))
            {
                Replace(writer, 2, constants[nodes[writer.Name].Inputs[2]].Shape.Length - 1, channels, 0.5f);
            }
        }

        foreach (Node reader in one.Readers)
        {
            Replace(reader, 1, ReadAxis(reader), channels, 1);
        }

        foreach (ChannelAxis value in one.Values)
        {
            ValueInfo info = values[value.Value];
            values[value.Value] = info with { Shape = info.Shape.SetItem(value.Axis, info.Shape[value.Axis] + channels.Length) };
        }
    }

    // Multiplies some indices of a dimension by a factor and appends them once more.
    private void Replace(Node node, int input, int axis, int[] indices, float factor)
    {
        Node current = nodes[node.Name];
        Tensor before = constants[current.Inputs[input]];
        ReadOnlySpan<float> source = before.Values<float>();
        int extent = before.Shape[axis];
        int inner = ShapeArithmetic.Length(before.Shape[(axis + 1)..]);
        ImmutableArray<int> shape = before.Shape.SetItem(axis, extent + indices.Length);
        var elements = new float[ShapeArithmetic.Length(shape)];
        for (int i = 0; i < elements.Length; i++)
        {
            int index = i / inner % shape[axis];
            int from = index < extent ? index : indices[index - extent];
            elements[i] = source[(((i / inner / shape[axis] * extent) + from) * inner) + (i % inner)] * (indices.Contains(from) ? factor : 1);
        }

        string name = FreshName.For(current.Inputs[input] + "/split", taken => constants.ContainsKey(taken) || values.ContainsKey(taken));
        constants[name] = Tensor.Create(shape, elements);
        nodes[node.Name] = current with { Inputs = current.Inputs.SetItem(input, name) };
    }

    private static int ReadAxis(Node reader) => reader.Operator is Conv ? 1 : 0;
}
