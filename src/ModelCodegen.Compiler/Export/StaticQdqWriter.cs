using System.Runtime.InteropServices;
using Google.Protobuf;
using ModelCodegen.Compiler.Compress.Calibration;
using ModelCodegen.Compiler.Import.Protobuf;
using DataType = ModelCodegen.Compiler.Import.Protobuf.TensorProto.Types.DataType;

namespace ModelCodegen.Compiler.Export;

/// <summary>
/// The int8 form of a float model by the conventions of ONNX Runtime's <c>quantize_static</c>: Q/DQ pairs around operators
/// that have integer kernels, activations u8 per tensor with minimum and maximum from calibration, weights s8 symmetric per
/// channel, bias int32, Relu and Clip folded into their producer's range, shared parameters where values are only moved.
/// </summary>
internal sealed class StaticQdqWriter
{
    private static readonly HashSet<string> Quantizable = new(StringComparer.Ordinal)
    {
        "Add", "ArgMax", "AveragePool", "Clip", "Concat", "Conv", "Gather", "Gemm", "GlobalAveragePool", "LeakyRelu", "MatMul", "MaxPool", "Mul", "Pad",
        "Relu", "Reshape", "Resize", "Sigmoid", "Slice", "Softmax", "Split", "Squeeze", "Transpose", "Unsqueeze", "Where",
    };

    private static readonly HashSet<string> Moving = new(StringComparer.Ordinal)
    {
        "Concat", "MaxPool", "Pad", "Reshape", "Resize", "Slice", "Split", "Squeeze", "Transpose", "Unsqueeze",
    };

    // Zero is exactly representable, so that every range holds it.
    private static readonly ValueRange Zero = new(0, 0);

    private readonly ModelProto model;
    private readonly IReadOnlyDictionary<string, ValueRange> ranges;
    private readonly Dictionary<string, TensorProto> initializers;
    private readonly Dictionary<string, string> parents = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> pairs = new(StringComparer.Ordinal);
    private readonly List<NodeProto> nodes = [];
    private readonly bool perTensor;

    /// <summary>Prepares it.</summary>
    /// <param name="model">The float model, which is rewritten in place.</param>
    /// <param name="ranges">What each float value was on calibration data, by name; values that are no floats are left alone.</param>
    /// <param name="perTensor">Whether all channels of a layer's weights get the scale of the widest one.</param>
    public StaticQdqWriter(ModelProto model, IReadOnlyDictionary<string, ValueRange> ranges, bool perTensor)
    {
        this.model = model;
        this.perTensor = perTensor;
        this.ranges = ranges;
        initializers = model.Graph.Initializer.ToDictionary(initializer => initializer.Name, StringComparer.Ordinal);
    }

    /// <summary>The name of each quantized value's dequantized form, by the value's name; weights are left out.</summary>
    public IReadOnlyDictionary<string, string> Dequantized =>
        pairs.Where(pair => ranges.ContainsKey(pair.Key)).ToDictionary(StringComparer.Ordinal);

    /// <summary>Puts the pairs in.</summary>
    public void Rewrite()
    {
        ShareParameters();
        FoldActivations();
        NodeProto[] original = [.. model.Graph.Node];
        HashSet<string> outputs = [.. model.Graph.Output.Select(output => output.Name)];
        foreach (NodeProto node in original)
        {
            if (!Quantizable.Contains(node.OpType) || !node.Output.Any(ranges.ContainsKey))
            {
                // Others read what readers of the pairs read.
                Replace(node, input => pairs.GetValueOrDefault(input, input));
                nodes.Add(node);
                continue;
            }

            bool layer = node.OpType is "Conv" or "Gemm" or "MatMul";
            string activation = node.Input[0];
            for (int i = 0; i < node.Input.Count; i++)
            {
                string input = node.Input[i];
                if (layer && i == 1 && IsFloat(input))
                {
                    node.Input[i] = Weights(node, input);
                }
                else if (layer && i == 2 && IsFloat(input))
                {
                    node.Input[i] = Bias(node, activation, node.Input[1], input);
                }
                else if (IsFloat(input) && node.OpType is not ("Clip" or "Pad" or "Resize"))
                {
                    node.Input[i] = Constant(input);
                }
                else if (ranges.ContainsKey(input))
                {
                    node.Input[i] = Pair(input);
                }
            }

            // The result is quantized behind the node, where its own name ends up dequantized.
            nodes.Add(node);
            foreach (string output in node.Output.Where(ranges.ContainsKey).ToArray())
            {
                if (outputs.Contains(output))
                {
                    int index = node.Output.IndexOf(output);
                    node.Output[index] = output + "/raw";
                    (string scale, string zero) = Parameters(output);
                    nodes.Add(Node("QuantizeLinear", [output + "/raw", scale, zero], output + "/q"));
                    nodes.Add(Node("DequantizeLinear", [output + "/q", scale, zero], output));
                    pairs[output] = output;
                }
                else
                {
                    Pair(output);
                }
            }
        }

        model.Graph.Node.Clear();
        model.Graph.Node.AddRange(nodes);
        HashSet<string> read = [.. nodes.SelectMany(Reads)];
        foreach (TensorProto unused in model.Graph.Initializer.Where(initializer => !read.Contains(initializer.Name)).ToArray())
        {
            model.Graph.Initializer.Remove(unused);
        }

        model.Graph.ValueInfo.Clear();
    }

    // Relu and Clip behind a layer: a range that begins where they do says the same; one that is shared with others may not.
    private void FoldActivations()
    {
        HashSet<string> outputs = [.. model.Graph.Output.Select(output => output.Name)];
        Dictionary<string, NodeProto> producers = model.Graph.Node.SelectMany(node => node.Output.Select(output => (output, node))).ToDictionary(pair => pair.output, pair => pair.node);
        ILookup<string, NodeProto> consumers = model.Graph.Node.SelectMany(node => Reads(node).Select(input => (input, node))).ToLookup(pair => pair.input, pair => pair.node);
        foreach (NodeProto node in model.Graph.Node.Where(node => node.OpType is "Relu" or "Clip").ToArray())
        {
            string input = node.Input[0];
            if (producers.TryGetValue(input, out NodeProto? producer)
                && producer.OpType is "Conv" or "Gemm" or "MatMul" or "Add" or "Mul"
                && consumers[input].Count() == 1
                && !outputs.Contains(input)
                && RangeOf(Root(node.Output[0])) == ranges[node.Output[0]].Union(Zero))
            {
                producer.Output[producer.Output.IndexOf(input)] = node.Output[0];
                producers[node.Output[0]] = producer;
                model.Graph.Node.Remove(node);
            }
        }
    }

    private void ShareParameters()
    {
        foreach (NodeProto node in model.Graph.Node.Where(node => Moving.Contains(node.OpType)))
        {
            int data = node.OpType == "Concat" ? node.Input.Count : 1;
            foreach (string input in node.Input.Take(data).Where(ranges.ContainsKey))
            {
                foreach (string output in node.Output.Where(ranges.ContainsKey))
                {
                    parents[Root(input)] = Root(output);
                }
            }
        }
    }

    private string Root(string name)
    {
        while (parents.TryGetValue(name, out string? parent) && parent != name)
        {
            name = parent;
        }

        return name;
    }

    // The dequantized form of a value, made at its first use.
    private string Pair(string name)
    {
        if (!pairs.TryGetValue(name, out string? dequantized))
        {
            (string scale, string zero) = Parameters(name);
            nodes.Add(Node("QuantizeLinear", [name, scale, zero], name + "/q"));
            nodes.Add(Node("DequantizeLinear", [name + "/q", scale, zero], name + "/dq"));
            pairs[name] = dequantized = name + "/dq";
        }

        return dequantized;
    }

    private (string Scale, string Zero) Parameters(string name)
    {
        string root = Root(name);
        if (!initializers.ContainsKey(root + "/scale"))
        {
            (float scale, int zero) = Affine(RangeOf(root));
            Add(root + "/scale", [], DataType.Float, [scale], null);
            Add(root + "/zero", [], DataType.Uint8, null, [zero]);
        }

        return (root + "/scale", root + "/zero");
    }

    private ValueRange RangeOf(string root) =>
        ranges.Where(pair => Root(pair.Key) == root).Aggregate(Zero, (range, pair) => range.Union(pair.Value));

    private static (float Scale, int Zero) Affine(ValueRange range)
    {
        float scale = (range.Max - range.Min) / 255;
        return float.IsNormal(scale) ? (scale, (int)Math.Clamp(MathF.Round(-range.Min / scale, MidpointRounding.ToEven), 0, 255)) : (1, 0);
    }

    private string Constant(string name)
    {
        if (!pairs.TryGetValue(name, out string? dequantized))
        {
            float[] values = Floats(initializers[name]);
            (float scale, int zero) = Affine(ValueRange.Of(values).Union(Zero));
            Add(name + "/scale", [], DataType.Float, [scale], null);
            Add(name + "/zero", [], DataType.Uint8, null, [zero]);
            Add(name + "/q", [.. initializers[name].Dims], DataType.Uint8, null, [.. values.Select(value => (int)Math.Clamp(MathF.Round(value / scale, MidpointRounding.ToEven) + zero, 0, 255))]);
            nodes.Add(Node("DequantizeLinear", [name + "/q", name + "/scale", name + "/zero"], name + "/dq"));
            pairs[name] = dequantized = name + "/dq";
        }

        return dequantized;
    }

    private string Weights(NodeProto node, string name)
    {
        if (pairs.TryGetValue(name, out string? known))
        {
            return known;
        }

        TensorProto weights = initializers[name];
        int rank = weights.Dims.Count;
        bool transposed = node.OpType == "Gemm" && node.Attribute.Any(attribute => attribute is { Name: "transB", I: 1 });
        int axis = node.OpType == "Conv" || transposed ? 0 : rank - 1;
        float[] values = Floats(weights);
        int channels = (int)weights.Dims[axis];
        int inner = (int)weights.Dims.Skip(axis + 1).Aggregate(1L, (product, extent) => product * extent);
        var largest = new float[channels];
        for (int i = 0; i < values.Length; i++)
        {
            ref float most = ref largest[i / inner % channels];
            most = Math.Max(most, Math.Abs(values[i]));
        }

        if (perTensor)
        {
            Array.Fill(largest, largest.Max());
        }

        float[] scales = [.. largest.Select(most => float.IsNormal(most / 127) ? most / 127 : 1)];
        Add(name + "/scale", [channels], DataType.Float, scales, null);
        Add(name + "/zero", [channels], DataType.Int8, null, new int[channels]);
        Add(name + "/q", [.. weights.Dims], DataType.Int8, null, [.. values.Select((value, i) => (int)Math.Clamp(MathF.Round(value / scales[i / inner % channels], MidpointRounding.ToEven), -127, 127))]);
        NodeProto dequantize = Node("DequantizeLinear", [name + "/q", name + "/scale", name + "/zero"], name + "/dq");
        dequantize.Attribute.Add(new AttributeProto { Name = "axis", I = axis, Type = AttributeProto.Types.AttributeType.Int });
        nodes.Add(dequantize);
        return pairs[name] = name + "/dq";
    }

    private string Bias(NodeProto node, string activation, string weights, string name)
    {
        // A product's sum of computed operands has no scale of its own.
        string weight = weights[..^"/dq".Length];
        if (!initializers.TryGetValue(weight + "/scale", out TensorProto? weightScales) || weightScales.DataType != DataType.Float || Floats(weightScales).Length != initializers[name].Dims.Aggregate(1L, (a, b) => a * b))
        {
            return name;
        }

        string result = $"{name}/{node.Output[0]}";
        float input = Floats(initializers[Parameters(activation).Scale])[0];
        float[] scales = [.. Floats(weightScales).Select(scale => scale * input)];
        float[] values = Floats(initializers[name]);
        Add(result + "/scale", [scales.Length], DataType.Float, scales, null);
        Add(result + "/zero", [scales.Length], DataType.Int32, null, new int[scales.Length]);
        Add(result + "/q", [scales.Length], DataType.Int32, null, [.. values.Select((value, i) => (int)Math.Clamp(Math.Round((double)value / scales[i], MidpointRounding.ToEven), int.MinValue, int.MaxValue))]);
        NodeProto dequantize = Node("DequantizeLinear", [result + "/q", result + "/scale", result + "/zero"], result + "/dq");
        dequantize.Attribute.Add(new AttributeProto { Name = "axis", I = 0, Type = AttributeProto.Types.AttributeType.Int });
        nodes.Add(dequantize);
        return result + "/dq";
    }

    private bool IsFloat(string name) => initializers.TryGetValue(name, out TensorProto? initializer) && initializer.DataType == DataType.Float;

    private static float[] Floats(TensorProto tensor) => tensor.FloatData.Count > 0
        ? [.. tensor.FloatData]
        : MemoryMarshal.Cast<byte, float>(tensor.RawData.Span).ToArray();

    private void Add(string name, long[] dims, DataType type, float[]? floats, int[]? integers)
    {
        var tensor = new TensorProto { Name = name, DataType = type };
        tensor.Dims.AddRange(dims);
        tensor.FloatData.AddRange(floats ?? []);
        if (integers is not null)
        {
            // As many bytes as a quantized model has; the other form takes up to ten for an integer.
            tensor.RawData = ByteString.CopyFrom(type == DataType.Int32
                ? MemoryMarshal.AsBytes(integers.AsSpan())
                : Array.ConvertAll(integers, code => unchecked((byte)code)));
        }

        model.Graph.Initializer.Add(tensor);
        initializers[name] = tensor;
    }

    private static NodeProto Node(string op, string[] inputs, string output) => new() { OpType = op, Name = $"{op}/{output}", Input = { inputs }, Output = { output } };

    // Bodies read values from around them, too.
    private static IEnumerable<string> Reads(NodeProto node) =>
        node.Input.Concat(node.Attribute.Where(attribute => attribute.G is not null).SelectMany(attribute => attribute.G.Node).SelectMany(Reads));

    private static void Replace(NodeProto node, Func<string, string> replace)
    {
        for (int i = 0; i < node.Input.Count; i++)
        {
            node.Input[i] = replace(node.Input[i]);
        }
    }
}
