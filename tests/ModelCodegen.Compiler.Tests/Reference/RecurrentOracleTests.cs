using ModelCodegen.Compiler.Import.Protobuf;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Reference;
using static ModelCodegen.Compiler.Tests.Reference.RandomModels;

namespace ModelCodegen.Compiler.Tests.Reference;

/// <summary>RNN, GRU and LSTM with all their options.</summary>
public sealed class RecurrentOracleTests
{
    private const int Time = 5, Features = 3;

    // Those that have no parameters unless they are given, by ONNX Runtime.
    private static readonly string[] WithoutDefaults = ["Affine", "ScaledTanh", "ThresholdedRelu"];

    // ONNX Runtime goes on behind a sequence's end, and multiplies what it gets there by 0, though it be infinite.
    private static readonly string[] Bounded = ["Sigmoid", "Tanh", "HardSigmoid", "Softsign"];

    private static readonly string[] Functions = [.. WithoutDefaults, .. Bounded, "Relu", "LeakyRelu", "Elu", "Softplus"];

    [Fact]
    public void Rnn() => Each(random => MakeRnn(random, ofBytes: false));

    [Fact]
    public void Gru() => Each(random => MakeGru(random, ofBytes: false));

    [Fact]
    public void Lstm() => Each(random => MakeLstm(random, ofBytes: false));

    [Fact]
    public void Products_of_bytes() => EachOfBytes(random => Pick(random, MakeRnn, MakeGru, MakeLstm)(random, true));

    [Theory]
    [InlineData("RNN", 1)]
    [InlineData("GRU", 3)]
    [InlineData("LSTM", 4)]
    public void Batch_before_time_is_a_matter_of_order(string op, int gates)
    {
        // ONNX Runtime does not have it.
        const int Batch = 2, Size = 3;
        var random = new Random(1);
        Tensor x = ModelBuilder.Random(random, Batch, Time, Features);
        Tensor h = ModelBuilder.Random(random, Batch, 2, Size);
        string outputs = op == "LSTM" ? " h c" : " h";
        var builder = new ModelBuilder(14);
        builder.Input("x", Batch, Time, Features).Output("y", "h", "ty", "th").Constant("h0", h)
            .Constant("w", ModelBuilder.Random(random, 2, gates * Size, Features))
            .Constant("r", ModelBuilder.Random(random, 2, gates * Size, Size))
            .Constant("lengths", Tensor.Create([Batch], [Time, 2]))
            .Node(op, "x w r - lengths h0", "y" + outputs, ("direction", "bidirectional"), ("hidden_size", Size), ("layout", 1))
            .Node("Transpose", "x", "tx", ("perm", new[] { 1, 0, 2 })).Node("Transpose", "h0", "th0", ("perm", new[] { 1, 0, 2 }))
            .Node(op, "tx w r - lengths th0", "py ph", ("direction", "bidirectional"), ("hidden_size", Size))
            .Node("Transpose", "py", "ty", ("perm", new[] { 2, 0, 1, 3 })).Node("Transpose", "ph", "th", ("perm", new[] { 1, 0, 2 }));
        IReadOnlyDictionary<string, Tensor> results = ReferenceEvaluator.Run(builder.Normalize(), new Dictionary<string, Tensor> { ["x"] = x });
        Assert.True(results["y"].Shape.SequenceEqual([Batch, Time, 2, Size]));
        Assert.Equal(results["ty"].Values<float>(), results["y"].Values<float>());
        Assert.Equal(results["th"].Values<float>(), results["h"].Values<float>());
    }

    private static ModelBuilder MakeRnn(Random random, bool ofBytes) => Network(random, ofBytes, "RNN", 1, 1, 2);

    private static ModelBuilder MakeGru(Random random, bool ofBytes) => Network(random, ofBytes, "GRU", 3, 2, 2, ("linear_before_reset", random.Next(2)));

    private static ModelBuilder MakeLstm(Random random, bool ofBytes) =>
        Network(random, ofBytes, "LSTM", 4, 3, 3, ("input_forget", random.Next(4) == 0 ? 1 : 0));

    // Products of bytes against ONNX Runtime's products of floats, whose inputs are rounded to bytes.
    private static void EachOfBytes(Func<Random, ModelBuilder> build) => Each(build, random => WithRoundedInputs(build(random)), QuantizationScheme.Int8Dynamic);

    private static ModelBuilder WithRoundedInputs(ModelBuilder builder)
    {
        IList<NodeProto> nodes = builder.Model.Graph.Node;
        nodes[0].Input[0] = "rounded";
        builder.Node("DynamicQuantizeLinear", "x", "codes scale zero").Node("DequantizeLinear", "codes scale zero", "rounded");

        // Nodes stand behind those whose results they read.
        NodeProto[] rounding = [.. nodes.TakeLast(2)];
        NodeProto[] others = [.. nodes.SkipLast(2)];
        nodes.Clear();
        builder.Model.Graph.Node.AddRange([.. rounding, .. others]);
        return builder;
    }

    // Rows that 8 bits hold exactly; neighbours of different signs need no coarser scale to be summed in 16 bits.
    private static Tensor ByteWeights(Random random, int directions, int rows)
    {
        var codes = new float[directions * rows * Features];
        for (int i = 0; i < codes.Length; i += Features)
        {
            int sign = random.Next(2) == 0 ? 1 : -1;
            codes[i] = 127 * sign;
            codes[i + 1] = random.Next(128) * -sign;
            codes[i + 2] = random.Next(-127, 128);
        }

        return Scaled(Tensor.Create([directions, rows, Features], codes), 1 / 128f);
    }

    private static ModelBuilder Network(Random random, bool ofBytes, string op, int gates, int functions, int outputs, params (string, object)[] own)
    {
        int batch = random.Next(1, 4);
        int size = Pick(random, 1, 2, 5, 16, 40, 48);
        string direction = Pick(random, "forward", "reverse", "bidirectional");
        int directions = direction == "bidirectional" ? 2 : 1;
        var builder = new ModelBuilder(ofBytes ? 14 : Pick(random, 7, 14));
        builder.Input("x", Time, batch, Features);
        (string Name, Func<Tensor> Make)[] operands =
        [
            ("w", () => ofBytes ? ByteWeights(random, directions, gates * size) : ModelBuilder.Random(random, directions, gates * size, Features)),
            ("r", () => Scaled(ModelBuilder.Random(random, directions, gates * size, size), 1f / size)),
            ("b", () => ModelBuilder.Random(random, directions, 2 * gates * size)),
            ("lengths", () => Tensor.Create([batch], [.. Enumerable.Range(0, batch).Select(_ => random.Next(1, Time + 1))])),
            ("h0", () => ModelBuilder.Random(random, directions, batch, size)),
            ("c0", () => ModelBuilder.Random(random, directions, batch, size)),
            ("p", () => ModelBuilder.Random(random, directions, 3 * size)),
        ];
        string inputs = "x";
        foreach ((string name, Func<Tensor> make) in operands.Take(op == "LSTM" ? 7 : 5))
        {
            if (random.Next(2) == 0 && name is not ("w" or "r"))
            {
                inputs += " -";
                continue;
            }

            inputs += " " + name;
            Tensor tensor = make();
            // Large random matrices would make chaos of rounding errors.
            if (name != "lengths" && !(name == "r" && size > 5) && !(name == "w" && ofBytes) && random.Next(4) == 0)
            {
                builder.Input(name, [.. tensor.Shape.Select(extent => (object)extent)]);
            }
            else
            {
                builder.Constant(name, tensor);
            }
        }

        var attributes = new List<(string, object)>(own) { ("direction", direction), ("hidden_size", size) };
        if (random.Next(3) == 0)
        {
            attributes.Add(("clip", 0.4f));
        }

        if (random.Next(2) == 0)
        {
            string[] chosen = [.. Enumerable.Range(0, functions * directions).Select(_ => inputs.Contains("lengths") ? Pick(random, Bounded) : Pick(random, Functions))];
            attributes.Add(("activations", chosen));
            if (random.Next(2) == 0 || chosen.Any(WithoutDefaults.Contains))
            {
                attributes.Add(("activation_alpha", chosen.Select(_ => random.NextSingle()).ToArray()));
                attributes.Add(("activation_beta", chosen.Select(_ => random.NextSingle()).ToArray()));
            }
        }

        string[] names = [.. Enumerable.Range(0, outputs).Select(i => $"y{i}").Where(_ => random.Next(3) > 0)];
        names = names.Length == 0 ? ["y0"] : names;
        string[] results = [.. Enumerable.Range(0, outputs).Select(i => names.Contains($"y{i}") ? $"y{i}" : "-")];
        builder.Node(op, inputs, string.Join(" ", results), [.. attributes]).Output([.. names.Select(name => name + "+1")]).Constant("one", Tensor.Floats(1));

        // ONNX Runtime's sigmoid and tanh are wrong by some 1e-6.
        foreach (string name in names)
        {
            builder.Node("Add", name + " one", name + "+1");
        }

        return builder;
    }

    private static Tensor Scaled(Tensor tensor, float factor) =>
        Tensor.Create(tensor.Shape, Array.ConvertAll(tensor.Values<float>().ToArray(), value => value * factor));
}
