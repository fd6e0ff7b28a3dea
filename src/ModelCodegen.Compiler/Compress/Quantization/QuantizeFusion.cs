using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Compress.Quantization;

/// <summary>
/// A layer of 16-bit or 8-bit activations whose activated floats are only quantized to 16 bits does that itself: the same
/// numbers without a pass over memory.
/// </summary>
internal static class QuantizeFusion
{
    public static Graph Run(Graph graph)
    {
        ILookup<string, Node> consumers = graph.Consumers();
        Dictionary<string, Node> producers = graph.Producers();
        ImmutableSortedDictionary<string, ValueInfo>.Builder values = graph.Values.ToBuilder();
        var nodes = ImmutableArray.CreateBuilder<Node>();
        var renamed = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (Node node in graph.Nodes)
        {
            if (IsFusable(node))
            {
                renamed[node.Output] = node.Inputs[0];
                values[node.Inputs[0]] = values[node.Output];
                values.Remove(node.Output);
                continue;
            }

            nodes.Add(node with { Inputs = [.. node.Inputs.Select(input => renamed.GetValueOrDefault(input, input))] });
        }

        return graph with { Nodes = nodes.ToImmutable(), Values = values.ToImmutable() };

        bool IsFusable(Node node) =>
            node.Operator is Quantize
            && graph.Values[node.Output].Type == ElementType.Int16
            && !graph.Outputs.Contains(node.Output)
            && !graph.Outputs.Contains(node.Inputs[0])
            && consumers[node.Inputs[0]].Count() == 1
            && graph.Values[node.Inputs[0]].Type == ElementType.Float32
            && producers.TryGetValue(node.Inputs[0], out Node? layer)
            && layer.HasInput(1)
            && graph.WeightScales.ContainsKey(layer.Inputs[1])
            && graph.QuantizationOf(layer.Inputs[0]) is not null;
    }
}
