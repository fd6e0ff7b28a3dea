using ModelCodegen.Compiler;
using ModelCodegen.Compiler.Compress;
using ModelCodegen.Compiler.Compress.Calibration;
using ModelCodegen.Compiler.Compress.Quantization;
using ModelCodegen.Compiler.Export;
using ModelCodegen.Compiler.Import.Protobuf;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Lower;
using ModelCodegen.Compiler.Normalize;
using ModelCodegen.Compiler.Reference;
using ModelCodegen.Peers;
using ModelCodegen.Plan;
using ModelCodegen.Testing;

namespace ModelCodegen.Conformance;

/// <summary>Models that are quantized already run in their own integers.</summary>
public sealed class QuantizedModelTests
{
    private const int Images = 200;
    private const int Networks = 50;

    /// <summary>What we quantize, write as QDQ model and read again is the same network.</summary>
    [Theory]
    [InlineData("lenet", "int8")]
    [InlineData("mobilenet", "int8")]
    [InlineData("mobilenet", "int8+block")]
    [InlineData("lenet", "int8-dynamic")]
    [InlineData("mobilenet", "int8-dynamic")]
    public void A_qdq_model_of_a_network_is_the_network(string model, string variant)
    {
        (string plan, byte[] weights) = SampleNetwork.Parts(model, variant);
        CompressResult imported = Compile(SampleNetwork.AsOnnx(model, variant));
        Assert.Equal(variant.Split('+')[0], imported.Plan.Quantization);
        Assert.Empty(imported.Warnings);
        using GeneratedNetwork original = GeneratedNetwork.Compile(plan, weights);
        using GeneratedNetwork again = GeneratedNetwork.Compile(PlanXml.Write(imported.Plan), imported.Weights);
        foreach (float[] image in FashionMnist.Images.Take(Images))
        {
            Assert.Equal((float[])original.Run(image)[0], (float[])again.Run(image)[0]);
        }
    }

    /// <summary>The same for made-up networks: every pattern next to every other.</summary>
    [Fact]
    public void A_qdq_model_of_a_made_up_network_is_the_network()
    {
        var networks = new List<(int Seed, Graph Original, CompressResult Imported)>();
        for (int seed = 1; seed <= Networks; seed++)
        {
            Graph quantized = Quantize(RandomNetwork.Make(seed), seed);
            networks.Add((seed, quantized, Compile(QdqExporter.Export(quantized), $"Imported{seed}")));
        }

        IReadOnlyList<GeneratedNetwork> originals = GeneratedNetwork.CompileAll([.. networks.Select(network => Lower(network.Original, $"Original{network.Seed}"))]);
        IReadOnlyList<GeneratedNetwork> again = GeneratedNetwork.CompileAll([.. networks.Select(network => (PlanXml.Write(network.Imported.Plan), network.Imported.Weights))]);
        for (int i = 0; i < networks.Count; i++)
        {
            float[] input = Input(networks[i].Original, networks[i].Seed, 0);
            Array[] expected = originals[i].Run(input);
            Array[] actual = again[i].Run(input);
            for (int output = 0; output < expected.Length; output++)
            {
                Assert.True(((float[])expected[output]).SequenceEqual((float[])actual[output]), $"Seed {networks[i].Seed}, output {output}.");
            }
        }
    }

    /// <summary>
    /// Both forms of quantized models, activations of either sign, weights of all kinds that fit signed bytes: everything runs
    /// in bytes, and gives what ONNX Runtime gives to the step.
    /// </summary>
    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void Quantized_models_run_in_bytes_and_agree_with_onnx_runtime(bool signed, bool operators)
    {
        // ONNX Runtime has no kernel for signed activations and unsigned weights.
        foreach (string weights in signed && operators ? (string[])["s8"] : ["s8", "u8"])
        {
            (byte[] model, float scale) = Network(signed, operators, weights);
            CompressResult compiled = Compile(model);
            Assert.Empty(compiled.Warnings);
            Assert.DoesNotContain(compiled.Plan.Steps, step => step is UnaryStep or CallStep { Kernel: not "Map1" } || step is ConvStep { InputType: ElementType.Float32 });
            Compare(model, compiled, scale, 0.01);
        }
    }

    /// <summary>Weights with a zero point that does not fit signed bytes.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Asymmetric_weights_agree_with_onnx_runtime(bool operators)
    {
        (byte[] model, float scale) = Network(signed: false, operators, "asymmetric");
        Compare(model, Compile(model), scale, 0.01);
    }

    /// <summary>Pruning takes the model's own integers, so that its layers still multiply bytes.</summary>
    [Fact]
    public void A_quantized_model_can_be_pruned()
    {
        CompressResult pruned = Compile(SampleNetwork.AsOnnx("lenet", "int8"), "Pruned", options => options with { Pruning = PruningMethod.Block, Sparsity = 0.5 });
        Assert.Empty(pruned.Warnings);
        Assert.InRange(pruned.Plan.Sparsity, 0.45, 0.6);
        Assert.InRange(pruned.Plan.WeightBytes, 1, SampleNetwork.Compress("lenet", "int8").Plan.WeightBytes * 3 / 4);
        Assert.DoesNotContain(pruned.Plan.Steps, step => step is ConvStep { InputType: ElementType.Float32 });
    }

    /// <summary>A model whose input and output are bytes of either sign says what they stand for.</summary>
    [Theory]
    [InlineData(false, true)]
    [InlineData(true, true)]
    [InlineData(true, false)]
    public void Bytes_outside_stand_for_what_their_constants_say(bool signed, bool operators)
    {
        byte[] Model(bool bytes)
        {
            var model = new QuantizedModel(new Random(11), signed, operators) { BytesOutside = bytes };
            string pooled = model.Move("MaxPool", model.Input(1, 3, 8, 6), [OnnxGraphBuilder.Ints("kernel_shape", [2, 2])]);
            return model.Output(model.Conv(pooled, [4, 3, 3, 3], "s8", 0.03f), 1, 4, 5, 3);
        }

        CompressResult bytes = Compile(Model(bytes: true), "Bytes");
        CompressResult floats = Compile(Model(bytes: false), "Floats");
        using GeneratedNetwork network = GeneratedNetwork.Compile(PlanXml.Write(bytes.Plan), bytes.Weights);
        using GeneratedNetwork reference = GeneratedNetwork.Compile(PlanXml.Write(floats.Plan), floats.Weights);
        byte[] data = new byte[3 * 8 * 6];
        new Random(12).NextBytes(data);
        Array input = signed ? Array.ConvertAll(data, value => unchecked((sbyte)value)) : data;
        Array output = network.Run(input)[0];
        Assert.Equal(signed ? typeof(sbyte[]) : typeof(byte[]), output.GetType());
        Assert.Equal((float[])reference.Run(Reals(input, bytes.Plan.Inputs[0]))[0], Reals(output, bytes.Plan.Outputs[0]));

        static float[] Reals(Array values, Port port) =>
            [.. Enumerable.Range(0, values.Length).Select(i => (Convert.ToInt32(values.GetValue(i)) - port.ZeroPoint) * port.Scale!.Value)];
    }

    private static (byte[] Model, float Scale) Network(bool signed, bool operators, string weights)
    {
        var model = new QuantizedModel(new Random(7), signed, operators);
        AttributeProto pads = OnnxGraphBuilder.Ints("pads", [1, 1, 1, 1]);
        string x = model.Input(1, 3, 12, 10);
        string a = model.Conv(x, [8, 3, 3, 3], weights, 0.03f, pads);
        string b = model.Conv(a, [8, 1, 3, 3], weights, 0.02f, pads, OnnxGraphBuilder.Int("group", 8));
        string c = model.Apply("Add", [a, b], 0.04f);
        string d = model.Apply("Sigmoid", [c], 1 / 256f);
        string e = model.Apply("Mul", [c, d], 0.03f);
        string f = model.Move("MaxPool", e, [OnnxGraphBuilder.Ints("kernel_shape", [2, 2]), OnnxGraphBuilder.Ints("strides", [2, 2])]);
        string g = model.Apply("Concat", [f, model.Move("Transpose", model.Move("Transpose", f, [OnnxGraphBuilder.Ints("perm", [0, 1, 3, 2])]), [OnnxGraphBuilder.Ints("perm", [0, 1, 3, 2])]), model.Conv(f, [5, 8, 1, 1], weights, 0.05f)], 0.035f, OnnxGraphBuilder.Int("axis", 1));
        string h = model.Apply("AveragePool", [g], 0.03f, OnnxGraphBuilder.Ints("kernel_shape", [2, 2]));
        string i = model.Apply("GlobalAveragePool", [h], 0.02f);
        string j = model.Move("Reshape", i, [], model.Constant(1, 21));
        string k = model.MatMul(j, 21, 6, weights, 0.02f);
        return (model.Output(k, 1, 6), model.LastScale);
    }

    private static void Compare(byte[] model, CompressResult compiled, float scale, double share)
    {
        using GeneratedNetwork network = GeneratedNetwork.Compile(PlanXml.Write(compiled.Plan), compiled.Weights);
        using var oracle = OrtSession.Oracle(model);
        var steps = new StepCount(scale, 2);
        var random = new Random(1);
        for (int run = 0; run < 50; run++)
        {
            float[] input = [.. Enumerable.Range(0, 3 * 12 * 10).Select(_ => (random.NextSingle() - 0.5f) * 5)];
            steps.Add((float[])network.Run(input)[0], oracle.Run(input)[0]!);
        }

        steps.AssertApart(share);
    }

    private static Graph Quantize(Graph graph, int seed)
    {
        Graph split = ActivationSplitter.Split(Normalizer.Fuse(graph));
        var ranges = new Dictionary<string, ValueRange>(StringComparer.Ordinal);
        for (int sample = 0; sample < 3; sample++)
        {
            Tensor input = Tensor.Create(split.Shape("x"), Input(split, seed, sample));
            Observe("x", input);
            ReferenceEvaluator.Run(split, new Dictionary<string, Tensor> { ["x"] = input }, Observe);
        }

        return StaticQuantizer.Quantize(split, ranges, _ => Precision.Int8, []);

        void Observe(string name, Tensor tensor)
        {
            if (tensor.Type == ElementType.Float32)
            {
                ranges[name] = ranges.GetValueOrDefault(name, ValueRange.Empty).Union(ValueRange.Of(tensor.Values<float>()));
            }
        }
    }

    private static float[] Input(Graph graph, int seed, int sample)
    {
        var random = new Random((seed * 10) + sample);
        return [.. Enumerable.Range(0, ShapeArithmetic.Length(graph.Shape("x"))).Select(_ => (random.NextSingle() - 0.5f) * 4)];
    }

    private static (string Plan, byte[] Weights) Lower(Graph graph, string name)
    {
        var options = new CompressOptions { ModelPath = SampleNetwork.ModelPath("lenet"), ClassName = name };
        (NetworkPlan plan, byte[] weights) = Lowering.Lower(new Compressed(graph, QuantizationScheme.Int8, 0), options, default);
        return (PlanXml.Write(plan), weights);
    }

    /// <summary>Compiles a model.</summary>
    internal static CompressResult Compile(byte[] model, string name = "Imported", Func<CompressOptions, CompressOptions>? change = null)
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.onnx");
        File.WriteAllBytes(path, model);
        try
        {
            var options = new CompressOptions { ModelPath = path, ClassName = name, Namespace = "Quantized" };
            return ModelCompiler.Compile(change?.Invoke(options) ?? options, _ => { });
        }
        finally
        {
            File.Delete(path);
        }
    }
}
