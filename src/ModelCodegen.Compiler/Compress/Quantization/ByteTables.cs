using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Compiler.Reference;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Compress.Quantization;

/// <summary>
/// Float functions of one byte tensor, from its Dequantize to a Quantize, become tables: each of 256 bytes has one result. A
/// function that differs between a few channels becomes a table for each.
/// </summary>
internal sealed class ByteTables
{
    private const int Codes = 256;
    private const int MostChannels = 4;
    private const int MostNodes = 32;

    private readonly Graph graph;
    private readonly Dictionary<string, Node> producers;
    private readonly ImmutableArray<Node>.Builder nodes = ImmutableArray.CreateBuilder<Node>();
    private readonly ImmutableSortedDictionary<string, ValueInfo>.Builder values;

    private ByteTables(Graph graph)
    {
        this.graph = graph;
        producers = graph.Producers();
        values = graph.Values.ToBuilder();
    }

    /// <summary>The network with tables; what nobody reads any more is still in it.</summary>
    public static Graph Run(Graph graph)
    {
        var tables = new ByteTables(graph);
        foreach (Node node in graph.Nodes)
        {
            tables.Add(node);
        }

        return graph with { Nodes = tables.nodes.ToImmutable(), Values = tables.values.ToImmutable() };
    }

    private void Add(Node node)
    {
        var function = new List<Node>();
        string? source = null;
        bool perChannel = false;
        if (node.Operator is not Quantize
            || graph.Values[node.Output].Type != ElementType.UInt8
            || !Collect(node.Inputs[0], graph.Shape(node.Output), function, ref source, ref perChannel)
            || source is null
            || graph.QuantizationOf(source) is not { Type: ElementType.UInt8 } from)
        {
            nodes.Add(node);
            return;
        }

        ImmutableArray<int> shape = graph.Shape(node.Output);
        int channels = perChannel ? shape[1] : 1;
        ImmutableArray<byte>[] tables = Evaluate(node, function, source, from, shape.Length, channels);
        if (tables.Skip(1).All(table => table.SequenceEqual(tables[0])))
        {
            bool same = tables[0].Select((code, i) => code == i).All(equal => equal);
            nodes.Add(new Node(node.Name, same ? new Reshape() : new Lookup(tables[0]), [source], node.Outputs));
        }
        else if (channels <= MostChannels)
        {
            ByChannel(node, source, shape, tables);
        }
        else
        {
            nodes.Add(node);
        }
    }

    // Finds the nodes between the one Dequantize and a value, each after those that it reads.
    private bool Collect(string value, ImmutableArray<int> shape, List<Node> function, ref string? source, ref bool perChannel)
    {
        if (graph.Constant(value) is { } constant)
        {
            bool single = constant.Length == 1 && constant.Shape.Length <= Math.Max(1, shape.Length);
            bool channels = shape.Length > 1 && constant.Shape.Length == shape.Length && constant.Shape[1] == constant.Length && constant.Length == shape[1];
            bool leading = shape.Length > 1 && constant.Shape.Length == shape.Length - 1 && constant.Shape[0] == constant.Length && constant.Length == shape[1];
            perChannel |= !single;
            return constant.Type == ElementType.Float32 && (single || channels || leading);
        }

        if (!producers.TryGetValue(value, out Node? producer) || graph.Values[value].Type != ElementType.Float32 || !graph.Shape(value).SequenceEqual(shape))
        {
            return false;
        }

        if (producer.Operator is Dequantize)
        {
            source ??= producer.Inputs[0];
            return source == producer.Inputs[0];
        }

        if (function.Contains(producer))
        {
            return true;
        }

        if (producer.Operator is not (Unary or Binary) || function.Count >= MostNodes)
        {
            return false;
        }

        foreach (string input in producer.Inputs)
        {
            if (!Collect(input, shape, function, ref source, ref perChannel))
            {
                return false;
            }
        }

        function.Add(producer);
        return true;
    }

    // The reference evaluator's results for all bytes along dimension 0, for all channels along dimension 1.
    private ImmutableArray<byte>[] Evaluate(Node node, List<Node> function, string source, Ir.Quantization from, int rank, int channels)
    {
        int[] shape = [.. Enumerable.Repeat(1, Math.Max(rank, channels > 1 ? 2 : 1))];
        shape[0] = Codes;
        if (channels > 1)
        {
            shape[1] = channels;
        }

        string input = node.Inputs[0];
        string[] dequantized = [.. graph.Nodes.Where(n => n.Operator is Dequantize && n.Inputs[0] == source).Select(n => n.Output)];
        var info = new ValueInfo(ElementType.Float32, [.. shape]);
        var small = new Graph
        {
            Inputs = [.. dequantized],
            Outputs = [input],
            Nodes = [.. function],
            Constants = graph.Constants,
            Values = ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, dequantized.Concat(function.Select(n => n.Output)).Select(name => KeyValuePair.Create(name, info))),
        };
        Tensor codes = Tensor.Create(info.Shape, [.. Enumerable.Range(0, Codes * channels).Select(i => from.Dequantize(i / channels))]);
        float[] results = ReferenceEvaluator.Run(small, dequantized.ToDictionary(name => name, _ => codes, StringComparer.Ordinal))[input].ToFloat();
        Ir.Quantization to = graph.QuantizationOf(node.Output)!;
        return [.. Enumerable.Range(0, channels).Select(c => Enumerable.Range(0, Codes).Select(code => (byte)to.Quantize(results[(code * channels) + c])).ToImmutableArray())];
    }

    private void ByChannel(Node node, string source, ImmutableArray<int> shape, ImmutableArray<byte>[] tables)
    {
        var parts = new List<string>();
        ImmutableArray<int> part = shape.SetItem(1, 1);
        for (int c = 0; c < tables.Length; c++)
        {
            string channel = Value($"{node.Output}/channel{c}", graph.Values[source] with { Shape = part });
            string found = Value($"{node.Output}/part{c}", graph.Values[node.Output] with { Shape = part });
            ImmutableArray<int> starts = [.. shape.Select((_, d) => d == 1 ? c : 0)];
            nodes.Add(new Node(channel, new View(starts, [.. shape.Select(_ => 1)]), [source], [channel]));
            nodes.Add(new Node($"{node.Name}/{c}", new Lookup(tables[c]), [channel], [found]));
            parts.Add(found);
        }

        nodes.Add(new Node(node.Name, new Concat(1), [.. parts], node.Outputs));
    }

    private string Value(string wish, ValueInfo info)
    {
        string name = FreshName.For(wish, taken => values.ContainsKey(taken) || graph.Constants.ContainsKey(taken));
        values[name] = info;
        return name;
    }
}
