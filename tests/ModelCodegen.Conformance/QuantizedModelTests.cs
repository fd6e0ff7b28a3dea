using ModelCodegen.Compiler;
using ModelCodegen.Compiler.Compress;
using ModelCodegen.Compiler.Compress.Calibration;
using ModelCodegen.Compiler.Compress.Quantization;
using ModelCodegen.Compiler.Export;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Lower;
using ModelCodegen.Compiler.Normalize;
using ModelCodegen.Compiler.Reference;
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

        return StaticQuantizer.Quantize(split, ranges, [], []);

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

    private static CompressResult Compile(byte[] model, string name = "Imported")
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.onnx");
        File.WriteAllBytes(path, model);
        try
        {
            return ModelCompiler.Compile(new CompressOptions { ModelPath = path, ClassName = name, Namespace = "Quantized" }, _ => { });
        }
        finally
        {
            File.Delete(path);
        }
    }
}
