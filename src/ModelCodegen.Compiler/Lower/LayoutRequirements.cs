using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Lower;

/// <summary>Says, before anything is placed, in which layout each value serves its readers and its writer best.</summary>
internal sealed class LayoutRequirements
{
    private const int MostViews = 8;

    private readonly Dictionary<string, Border> borders = new(StringComparer.Ordinal);
    private readonly HashSet<string> channelsLast = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (Node Concat, int Index)> parts = new(StringComparer.Ordinal);
    private readonly HashSet<string> filledUp = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ImmutableArray<int>> orders = new(StringComparer.Ordinal);

    /// <summary>Looks at all nodes.</summary>
    public LayoutRequirements(Graph graph, IReadOnlyDictionary<string, Node> producers, ILookup<string, Node> consumers)
    {
        foreach (string input in graph.Inputs)
        {
            Decide(input, null);
        }

        foreach (Node node in graph.Nodes)
        {
            foreach (string output in node.Outputs.Where(output => output.Length > 0))
            {
                Decide(output, node);
            }
        }

        foreach (Node node in graph.Nodes.Reverse().Where(node => node.Operator is Concat))
        {
            FindParts(node);
        }

        // A product is written in the order in which its only reader looks at it; kernels need adjacent columns.
        void DecideOrder(string name, Node? producer)
        {
            if (producer?.Operator is MatMul or ScaledMatMul
                && consumers[name].ToArray() is [{ Operator: Transpose transpose }]
                && transpose.Permutation[^1] == transpose.Permutation.Length - 1)
            {
                orders[name] = transpose.Permutation;
            }
        }

        void Decide(string name, Node? producer)
        {
            DecideOrder(name, producer);
            if (graph.Shape(name).Length is not (3 or 4))
            {
                return;
            }

            Border border = default;
            bool map = producer?.Operator is Conv or Pool
                || (producer?.Operator is not (null or Reshape or Transpose or View or MatMul or ScaledMatMul) && producer.Inputs.Any(channelsLast.Contains));
            foreach (Node consumer in consumers[name].Where(consumer => consumer.Inputs[0] == name))
            {
                map |= WantsMap(consumer, 0);
                if (consumer.Operator is Conv conv)
                {
                    border = border.Union(MapGeometry.Pads(conv));
                }
            }

            if (map)
            {
                channelsLast.Add(name);
                borders[name] = border;
            }

            if (producer is { Operator: Conv depthwise } && depthwise.IsDepthwise(graph.Shape(producer.Inputs[0])[1], graph.Shape(name)[1]))
            {
                filledUp.Add(name);
            }
        }

        // Also what is only looked at before a convolution reads it, a slice of its channels for example.
        bool WantsMap(Node consumer, int depth) =>
            consumer.Operator is Conv or Pool
            || (consumer.Operator is View && depth < MostViews && graph.Shape(consumer.Output).Length is 3 or 4
                && consumers[consumer.Output].Any(next => next.Inputs[0] == consumer.Output && WantsMap(next, depth + 1)));

        // Dense blocks join ever more values: what a later concatenation already holds side by side is a part of that one.
        bool IsInsideAnother(Node concat)
        {
            if (graph.Outputs.Contains(concat.Output) || parts.ContainsKey(concat.Output) || !parts.TryGetValue(concat.Inputs[0], out (Node Concat, int Index) first))
            {
                return false;
            }

            Node whole = first.Concat;
            if (((Concat)whole.Operator).Axis != ((Concat)concat.Operator).Axis
                || channelsLast.Contains(concat.Output) != channelsLast.Contains(whole.Output)
                || !concat.Inputs.Select((input, i) => parts.TryGetValue(input, out (Node, int) part) && part == (whole, first.Index + i)).All(inside => inside))
            {
                return false;
            }

            parts[concat.Output] = first;
            borders[whole.Output] = BorderOf(whole.Output).Union(BorderOf(concat.Output));
            return true;
        }

        void FindParts(Node concat)
        {
            if (IsInsideAnother(concat))
            {
                return;
            }

            for (int i = 0; i < concat.Inputs.Length; i++)
            {
                string input = concat.Inputs[i];
                bool written = producers.TryGetValue(input, out Node? producer) && producer.Operator is not (Reshape or Transpose or View);
                if (written
                    && concat.Inputs.Count(other => other == input) == 1
                    && !graph.Outputs.Contains(input)
                    && !parts.ContainsKey(input)
                    && (channelsLast.Contains(input) == channelsLast.Contains(concat.Output) || producer!.Operator is Lookup)
                    && (!filledUp.Contains(input) || graph.Shape(input)[1] % DepthwiseBlock == 0))
                {
                    parts[input] = (concat, i);
                    borders[concat.Output] = BorderOf(concat.Output).Union(BorderOf(input));
                }
            }
        }
    }

    /// <summary>Depthwise kernels write channels by so many.</summary>
    public const int DepthwiseBlock = 16;

    /// <summary>Whether the value is a map whose channels should be adjacent.</summary>
    public bool IsChannelsLast(string name) => channelsLast.Contains(name);

    /// <summary>The border that the value's readers want.</summary>
    public Border BorderOf(string name) => borders.GetValueOrDefault(name);

    /// <summary>The order of dimensions in memory that serves the value's reader; <see langword="null"/> for the usual one.</summary>
    public ImmutableArray<int>? OrderOf(string name) => orders.TryGetValue(name, out ImmutableArray<int> order) ? order : null;

    /// <summary>Whether the value's writer fills up the channels of each pixel to whole blocks.</summary>
    public bool IsFilledUp(string name) => filledUp.Contains(name);

    /// <summary>The concatenation that the value can be written into directly, and which of its operands it is.</summary>
    public (Node Concat, int Index)? PartOf(string name) => parts.TryGetValue(name, out (Node, int) part) ? part : null;
}
