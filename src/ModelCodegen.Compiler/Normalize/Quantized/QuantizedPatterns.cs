using System.Collections.Immutable;
using ModelCodegen.Compiler.Compress.Quantization;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Normalize.Quantized;

/// <summary>
/// Recognises what a quantized model means: float operators between DequantizeLinear and QuantizeLinear become operators on
/// bytes, in the form that the compressor's own quantization has. What fits no pattern stays as it is.
/// </summary>
internal sealed class QuantizedPatterns
{
    private readonly Graph graph;
    private readonly Func<Node, bool> staysFloat;
    private readonly ILookup<string, Node> consumers;
    private readonly GraphRewriter rewriter;
    private readonly QuantizedValues values;
    private readonly QuantizedLayers layers;
    private readonly QuantizedConstants constants;
    private readonly HashSet<Node> claimed = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, Node> dynamic = new(StringComparer.Ordinal);
    private readonly Dictionary<(string, Operator, string), string> movedOriginals = [];

    private QuantizedPatterns(Graph graph, Func<Node, bool> staysFloat)
    {
        this.graph = graph;
        this.staysFloat = staysFloat;
        consumers = graph.Consumers();
        rewriter = new GraphRewriter(graph);
        values = new QuantizedValues(graph, rewriter);
        layers = new QuantizedLayers(graph, rewriter);
        constants = new QuantizedConstants(graph, rewriter);
    }

    /// <summary>The network on bytes; itself where the model is not quantized.</summary>
    /// <param name="graph">A fused network.</param>
    /// <param name="staysFloat">Which nodes are to compute in floats.</param>
    public static Graph Run(Graph graph, Func<Node, bool> staysFloat)
    {
        if (!graph.Nodes.Any(node => node.Operator is QuantizeLinear or DequantizeLinear))
        {
            return graph;
        }

        var patterns = new QuantizedPatterns(QuantizeHoisting.Run(graph), staysFloat);
        return DeadCodeElimination.Run(patterns.Rewrite());
    }

    private Graph Rewrite()
    {
        foreach (string input in graph.Inputs)
        {
            if (MeaningOf(input) is { } parameters)
            {
                values.Adopt(input, parameters);
            }
        }

        foreach (Node node in graph.Nodes)
        {
            bool done = node.Operator switch
            {
                QuantizeLinear => claimed.Contains(node) || Quantize(node),
                DequantizeLinear => Dequantize(node),
                ShiftSign shift => Shift(node, shift),
                _ => Layer(node) || Elementwise(node) || Move(node) || Clip(node),
            };
            if (!done)
            {
                Keep(node);
            }
        }

        foreach (string output in graph.Outputs)
        {
            string value = values.AsModelHas(output);
            if (value != output)
            {
                rewriter.SetValue(output, graph.Values[output] with { Quantization = values.Codes(output)!.Quantization });
                rewriter.Add(new Node(output, new Reshape(), [value], [output]));
            }
        }

        return rewriter.ToGraph();
    }

    // What bytes that come from outside stand for: the first node that says so may be behind others that move them.
    private LinearParameters? MeaningOf(string value)
    {
        ElementType type = TypeOf(value);
        if (type.SizeInBytes() != 1 || type == ElementType.Boolean)
        {
            return null;
        }

        foreach (Node reader in consumers[value])
        {
            LinearParameters? parameters = reader.Operator is DequantizeLinear && reader.Inputs[0] == value ? LinearParameters.Of(reader, type, graph.Constant)
                : reader.Operator is ShiftSign || MovedTensors.Of(reader, TypeOf).Contains(0) ? MeaningOf(reader.Output)
                : null;
            if (parameters is not null)
            {
                return parameters with { IsSigned = type == ElementType.Int8 };
            }
        }

        return null;
    }

    private void Keep(Node node)
    {
        rewriter.Add(node with { Inputs = [.. node.Inputs.Select(values.AsModelHas)] });
        if (node.Operator is DynamicQuantizeLinear && node.Outputs[0].Length > 0)
        {
            dynamic[node.Outputs[0]] = node;
        }
    }

    private bool Quantize(Node node)
    {
        if (LinearParameters.Of(node, graph.Values[node.Output].Type, graph.Constant) is not { } parameters || TypeOf(node.Inputs[0]) != ElementType.Float32)
        {
            return false;
        }

        string input = node.Inputs[0];
        if (values.Reals(input) is { Quantization: { } from } bytes)
        {
            if (from == parameters.Quantization)
            {
                values.AddCodes(node.Output, bytes with { IsSigned = parameters.IsSigned });
                return true;
            }

            ByteValue other = values.MakeCodes(node.Output, parameters.Quantization, parameters.IsSigned);
            rewriter.Add(new Node(node.Name, new Unary(Activation.None), [bytes.Name], [other.Name]));
            return true;
        }

        if (graph.Constant(input) is { } constant)
        {
            string name = rewriter.AddBytes(node.Output + "/constant", parameters.Quantization.Quantize(constant), parameters.Quantization);
            values.AddCodes(node.Output, new ByteValue(name, parameters.Quantization, parameters.IsSigned));
            return true;
        }

        ByteValue codes = values.MakeCodes(node.Output, parameters.Quantization, parameters.IsSigned);
        rewriter.Add(new Node(node.Name, new Quantize(), [values.AsModelHas(input)], [codes.Name]));
        return true;
    }

    private bool Dequantize(Node node)
    {
        string input = node.Inputs[0];
        if (dynamic.TryGetValue(input, out Node? source) && node.Inputs.SequenceEqual(source.Outputs))
        {
            Keep(node);
            values.AddDynamic(node.Output, source.Inputs[0]);
            return true;
        }

        if (LinearParameters.Of(node, TypeOf(input), graph.Constant) is not { } parameters || values.Adopt(input, parameters) is not { } bytes)
        {
            return false;
        }

        values.AddReals(node.Output, bytes);
        return true;
    }

    // The bytes are unsigned here anyway.
    private bool Shift(Node node, ShiftSign shift)
    {
        if (values.Codes(node.Inputs[0]) is not { } bytes)
        {
            return false;
        }

        values.AddCodes(node.Output, bytes with { IsSigned = shift.To == ElementType.Int8 });
        return true;
    }

    private bool Layer(Node node)
    {
        if (staysFloat(node) || node.Inputs.Length < 2 || values.Reals(node.Inputs[0]) is not { } input || layers.WeightsOf(node) is not var (weights, name))
        {
            return false;
        }

        if (input.Quantization is not { } quantization)
        {
            // Its range is found at run time.
            rewriter.Add(node with { Inputs = [rewriter.AsDynamicBytes(values.AsModelHas(input.Name)), name, .. node.Inputs.Skip(2)] });
            return true;
        }

        if (layers.BiasOf(node, quantization.Scale, weights.Scales) is { } bias && IsClamp(node) && Claim(node) is { } output)
        {
            rewriter.Add(node with { Inputs = [input.Name, name, .. bias], Outputs = [output] });
            return true;
        }

        // Integers inside, floats outside.
        rewriter.Add(node with { Inputs = [input.Name, name, .. node.Inputs.Skip(2)] });
        return true;
    }

    private bool Elementwise(Node node)
    {
        bool known = node.Operator is Unary
            or Binary { Function: BinaryFunction.Add or BinaryFunction.Sub or BinaryFunction.Mul }
            or Pool { Function: not PoolFunction.Max };
        if (!known || staysFloat(node) || !IsClamp(node) || node.Inputs.All(graph.Constants.ContainsKey))
        {
            return false;
        }

        string?[] inputs = [.. node.Inputs.Select(input => graph.Constants.ContainsKey(input)
            ? node.Operator is Binary ? constants.AsBytes(input) : null
            : values.Reals(input) is { Quantization: not null } bytes ? bytes.Name : null)];
        if (inputs.Any(input => input is null) || Claim(node) is not { } output)
        {
            return false;
        }

        rewriter.Add(node with { Inputs = [.. inputs!], Outputs = [output] });
        return true;
    }

    // Bytes are moved as what they are, whether the model moves them or the reals that they stand for.
    private bool Move(Node node)
    {
        IReadOnlyList<int> data = MovedTensors.Of(node, TypeOf);
        string[] moved = [.. data.Select(index => node.Inputs[index])];
        if (moved.Length == 0 || node.Outputs.Any(output => output.Length > 0 && graph.Values[output].Counted is not null))
        {
            return false;
        }

        bool reals = TypeOf(moved[0]) == ElementType.Float32;
        ByteValue?[] bytes = [.. moved.Select(name => reals ? values.Reals(name) : values.Codes(name))];
        if (bytes.FirstOrDefault(value => value?.Quantization is not null) is not { Quantization: { } quantization } first)
        {
            return bytes[0] is { } original && node.Operator is Reshape or Transpose && MoveOriginal(node, original.Name);
        }

        string[] inputs = [.. node.Inputs];
        for (int i = 0; i < moved.Length; i++)
        {
            string? name = bytes[i] is { } value
                ? value.Quantization == quantization && (reals || value.IsSigned == first.IsSigned) ? value.Name : null
                : reals ? constants.AsBytes(moved[i], quantization) : null;
            if (name is null)
            {
                return false;
            }

            inputs[data[i]] = name;
        }

        Operator op = node.Operator;
        if (op is Pad pad)
        {
            if (reals && pad.Mode == PadMode.Constant && !quantization.Holds(pad.Value.Values<float>()[0]))
            {
                return false;
            }

            op = pad.Value.Type == ElementType.Int8 ? pad with { Value = Tensor.Create(pad.Value.Shape, [(byte)(pad.Value.Values<sbyte>()[0] + 128)]) } : pad;
        }

        ImmutableArray<string> outputs = [.. node.Outputs.Select(output => output.Length == 0 || graph.Values[output].Type != TypeOf(moved[0]) ? output
            : reals ? values.MakeReals(output, quantization).Name
            : values.MakeCodes(output, quantization, first.IsSigned).Name)];
        rewriter.Add(node with { Operator = op, Inputs = [.. inputs], Outputs = outputs });
        return true;
    }

    // Bytes whose range is found at run time: it does not change, so that the original may be moved before.
    private bool MoveOriginal(Node node, string original)
    {
        (string, Operator, string) key = (original, node.Operator, ShapeArithmetic.Format(graph.Shape(node.Output)));
        if (!movedOriginals.TryGetValue(key, out string? moved))
        {
            movedOriginals[key] = moved = rewriter.Fresh(node.Output + "/original");
            rewriter.SetValue(moved, graph.Values[node.Output]);
            rewriter.Add(node with { Name = node.Name + "/original", Inputs = [values.AsModelHas(original)], Outputs = [moved] });
        }

        Keep(node);
        values.AddDynamic(node.Output, moved);
        return true;
    }

    // Bounds that bytes stand for: the result needs no other scale.
    private bool Clip(Node node)
    {
        if (node.Operator is not Unary { Activation: { Function: UnaryFunction.Clip } clip }
            || staysFloat(node)
            || values.Reals(node.Inputs[0]) is not { Quantization: { } quantization } bytes
            || !(float.IsInfinity(clip.A) || quantization.Holds(clip.A))
            || !(float.IsInfinity(clip.B) || quantization.Holds(clip.B)))
        {
            return false;
        }

        rewriter.Add(node with { Inputs = [bytes.Name], Outputs = [values.MakeReals(node.Output, quantization).Name] });
        return true;
    }

    // The bytes that a node's result becomes, where nobody reads it but QuantizeLinear nodes of one kind.
    private string? Claim(Node node)
    {
        Node[] readers = [.. consumers[node.Output]];
        LinearParameters?[] all =
        [
            .. readers.Select(reader => reader.Operator is QuantizeLinear ? LinearParameters.Of(reader, graph.Values[reader.Output].Type, graph.Constant) : null),
        ];
        if (all.Length == 0 || all[0] is not { } parameters || all.Any(other => other != parameters) || graph.Outputs.Contains(node.Output))
        {
            return null;
        }

        ByteValue result = values.MakeCodes(readers[0].Output, parameters.Quantization, parameters.IsSigned);
        foreach (Node reader in readers)
        {
            values.AddCodes(reader.Output, result);
            claimed.Add(reader);
        }

        return result.Name;
    }

    private static bool IsClamp(Node node) => node.Operator is not FusedOperator { Activation.Function: not (UnaryFunction.Identity or UnaryFunction.Clip) };

    private ElementType TypeOf(string name) => graph.Constant(name)?.Type ?? graph.Values[name].Type;
}
