using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Reference;

/// <summary>
/// A compressed network as one of floats that the reference evaluator runs: weights and values keep their names and stand
/// on the grids of their codes (Jacob et al. 2018, "Quantization and Training of Neural Networks", section 3). It rounds
/// as the integer kernels do but for sums that lie within a float's precision of the middle between two codes.
/// </summary>
public static class QuantizationSimulation
{
    /// <summary>The network of floats.</summary>
    public static Graph Of(Graph graph)
    {
        ImmutableSortedDictionary<string, Tensor>.Builder constants = graph.Constants.ToBuilder();
        foreach ((string name, Quantization quantization) in graph.ConstantQuantization)
        {
            constants[name] = quantization.Dequantize(graph.Constants[name]);
        }

        foreach (Node node in graph.Nodes.Where(node => HasCodes(graph, node)))
        {
            foreach ((string name, Tensor reals) in LayerConstants(graph, node))
            {
                constants[name] = reals;
            }
        }

        return graph with
        {
            Constants = constants.ToImmutable(),
            ConstantQuantization = graph.ConstantQuantization.Clear(),
            WeightScales = graph.WeightScales.Clear(),
            Values = ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, Values(graph)),
        };
    }

    /// <summary>A simulation's inputs: where it takes codes, the nearest ones.</summary>
    public static IReadOnlyDictionary<string, Tensor> Inputs(Graph simulation, IReadOnlyDictionary<string, Tensor> inputs) => inputs.ToDictionary(
        input => input.Key,
        input =>
        {
            if (simulation.QuantizationOf(input.Key) is not { } grid || input.Value.Type != ElementType.Float32)
            {
                return input.Value;
            }

            float[] values = input.Value.Values<float>().ToArray();
            grid.Snap(values);
            return Tensor.Create(input.Value.Shape, values);
        },
        StringComparer.Ordinal);

    /// <summary>Whether a layer's weights are codes.</summary>
    internal static bool HasCodes(Graph graph, Node node) => node.HasInput(1) && graph.WeightScales.ContainsKey(node.Inputs[1]);

    /// <summary>The real weights and bias of a layer with codes, by name.</summary>
    internal static IEnumerable<(string Name, Tensor Reals)> LayerConstants(Graph graph, Node node)
    {
        ImmutableArray<float> scales = graph.WeightScales[node.Inputs[1]];
        yield return (node.Inputs[1], Dequantize(graph.Constants[node.Inputs[1]], scales, node.Operator is Conv));
        if (node.HasInput(2) && graph.Constant(node.Inputs[2]) is { Type: ElementType.Int32 } bias)
        {
            double step = graph.QuantizationOf(node.Inputs[0])!.Scale;
            yield return (node.Inputs[2], Tensor.Create(bias.Shape, [.. bias.Values<int>().ToArray().Select((code, c) => (float)(code * step * scales[c]))]));
        }
    }

    private static IEnumerable<KeyValuePair<string, ValueInfo>> Values(Graph graph)
    {
        HashSet<string> dynamic = [.. graph.Nodes.Where(node => node.Operator is DynamicQuantize).Select(node => node.Output)];
        return graph.Values.Select(pair => pair.Value.Quantization is not null || dynamic.Contains(pair.Key)
            ? KeyValuePair.Create(pair.Key, pair.Value with { Type = ElementType.Float32 })
            : pair);
    }

    private static Tensor Dequantize(Tensor weights, ImmutableArray<float> scales, bool channelsFirst)
    {
        float[] reals = weights.Type == ElementType.Float16
            ? Array.ConvertAll(weights.Values<Half>().ToArray(), weight => (float)weight)
            : Array.ConvertAll(weights.Values<sbyte>().ToArray(), weight => (float)weight);
        int depth = Math.Max(1, weights.Length / scales.Length);
        for (int i = 0; i < reals.Length; i++)
        {
            reals[i] *= scales[channelsFirst ? i / depth : i % scales.Length];
        }

        return Tensor.Create(weights.Shape, reals);
    }
}
