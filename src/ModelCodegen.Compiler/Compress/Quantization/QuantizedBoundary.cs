using System.Collections.Immutable;
using ModelCodegen.Compiler.Compress.Calibration;
using ModelCodegen.Compiler.Diagnostics;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Compress.Quantization;

/// <summary>Lets a network of integers take and give integers: conversions at its boundary are left to whoever calls it.</summary>
internal sealed class QuantizedBoundary
{
    private readonly IReadOnlyDictionary<string, ValueRange> ranges;
    private readonly Precision precision;
    private readonly ImmutableSortedDictionary<string, ValueInfo>.Builder values;
    private readonly List<Node> nodes;
    private readonly List<string> floats = [];
    private Graph graph;

    private QuantizedBoundary(Graph graph, IReadOnlyDictionary<string, ValueRange> ranges, Precision precision)
    {
        this.precision = precision;
        this.graph = graph;
        this.ranges = ranges;
        values = graph.Values.ToBuilder();
        nodes = [.. graph.Nodes];
    }

    /// <summary>The network with integers at its boundary.</summary>
    /// <param name="graph">The network.</param>
    /// <param name="ranges">What is known of the ranges of float values.</param>
    /// <param name="precision">How fine outputs are of which only the range is known.</param>
    /// <param name="pixels">The input that is bytes as they are, 0 to 255, if there is one.</param>
    /// <param name="diagnostics">Takes a warning where something stays in floats.</param>
    public static Graph Run(Graph graph, IReadOnlyDictionary<string, ValueRange> ranges, Precision precision, string? pixels, ICollection<Diagnostic> diagnostics)
    {
        var boundary = new QuantizedBoundary(graph, ranges, precision);
        foreach (string input in graph.Inputs.Where(input => graph.Values[input].Type == ElementType.Float32))
        {
            boundary.TakeIntegers(input, input == pixels);
        }

        foreach (string output in graph.Outputs.Distinct().Where(output => graph.Values.GetValueOrDefault(output)?.Type == ElementType.Float32))
        {
            boundary.GiveIntegers(output);
        }

        if (boundary.floats.Count > 0)
        {
            diagnostics.Add(new Diagnostic(
                DiagnosticCode.BoundaryFloat,
                Severity.Warning,
                $"IO is 'quantized', but these stay in floats, because nothing is known of their range: {string.Join("; ", boundary.floats)}."));
        }

        return boundary.graph with { Nodes = [.. boundary.nodes], Values = boundary.values.ToImmutable() };
    }

    private void TakeIntegers(string input, bool arePixels)
    {
        Node[] readers = [.. nodes.Where(node => node.Inputs.Contains(input))];
        Ir.Quantization? read = readers.Length > 0 && readers.All(node => node.Operator is Quantize)
            ? values[readers[0].Output].Quantization
            : null;
        Ir.Quantization? quantization = arePixels ? new Ir.Quantization(1, 0)
            : read ?? FromRange(input);
        if (quantization is null || graph.Outputs.Contains(input))
        {
            floats.Add(input);
            return;
        }

        ValueInfo info = values[input];
        values[input] = info with { Type = quantization.Type, Quantization = quantization };
        string real = Fresh(input + "/dequantized");
        bool needsReal = false;
        for (int i = nodes.Count - 1; i >= 0; i--)
        {
            Node node = nodes[i];
            if (!node.Inputs.Contains(input))
            {
                continue;
            }

            if (node.Operator is Quantize && values[node.Output].Quantization == quantization)
            {
                nodes[i] = new Node(node.Name, new Reshape(), [input], node.Outputs);
            }
            else
            {
                nodes[i] = node with { Inputs = [.. node.Inputs.Select(name => name == input ? real : name)] };
                needsReal = true;
            }
        }

        if (needsReal)
        {
            values[real] = info;
            nodes.Insert(0, new Node(real, new Dequantize(), [input], [real]));
        }
    }

    private void GiveIntegers(string output)
    {
        int producer = nodes.FindIndex(node => node.Outputs.Contains(output));
        Ir.Quantization? known = producer >= 0 && nodes[producer].Operator is Dequantize ? values[nodes[producer].Inputs[0]].Quantization : null;
        Ir.Quantization? quantization = known ?? FromRange(output);
        if (quantization is null || producer < 0)
        {
            floats.Add(output);
            return;
        }

        // The float value gets another name, and the output's name is the integers'.
        ValueInfo info = values[output];
        string real = Fresh(output + "/real");
        values[real] = info;
        values[output] = info with { Type = quantization.Type, Quantization = quantization };
        for (int i = 0; i < nodes.Count; i++)
        {
            nodes[i] = nodes[i] with
            {
                Inputs = [.. nodes[i].Inputs.Select(name => name == output ? real : name)],
                Outputs = [.. nodes[i].Outputs.Select(name => name == output ? real : name)],
            };
        }

        nodes.Insert(producer + 1, known is null
            ? new Node(output, new Quantize(), [real], [output])
            : new Node(output, new Reshape(), [nodes[producer].Inputs[0]], [output]));
    }

    private Ir.Quantization? FromRange(string value) =>
        !ranges.TryGetValue(value, out ValueRange range) ? null
        : precision == Precision.Int16x8 ? ActivationParameters.Symmetric(range, short.MaxValue)
        : ActivationParameters.FromRange(range);

    private string Fresh(string wish) => FreshName.For(wish, name => values.ContainsKey(name) || graph.Constants.ContainsKey(name));
}
