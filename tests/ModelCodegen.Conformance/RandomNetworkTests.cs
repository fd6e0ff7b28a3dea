using System.Collections.Immutable;
using ModelCodegen.Compiler;
using ModelCodegen.Compiler.Compress;
using ModelCodegen.Compiler.Compress.Calibration;
using ModelCodegen.Compiler.Compress.Quantization;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Lower;
using ModelCodegen.Compiler.Normalize;
using ModelCodegen.Compiler.Reference;
using ModelCodegen.Plan;
using ModelCodegen.Testing;

namespace ModelCodegen.Conformance;

/// <summary>Made-up networks through normalization, lowering, generated code: every layout meets every other.</summary>
public sealed class RandomNetworkTests
{
    private const int Networks = 300;
    private const int QuantizedNetworks = 80;

    [Fact]
    public void Generated_code_gives_what_the_reference_gives()
    {
        (int Seed, Graph Graph, string Plan, byte[] Weights)[] cases = [.. Enumerable.Range(1, Networks).Select(Lower)];
        IReadOnlyList<GeneratedNetwork> networks = GeneratedNetwork.CompileAll([.. cases.Select(c => (c.Plan, c.Weights))]);
        var failures = new List<string>();
        for (int i = 0; i < cases.Length; i++)
        {
            Check(cases[i].Seed, cases[i].Graph, networks[i], failures);
        }

        Assert.True(failures.Count == 0, string.Join("\n", failures));
    }

    /// <summary>
    /// Layers of 8 and 16 bits and of floats beside each other. The simulation adds floats, so that a value at a rounding edge may
    /// go either way: that is a code of 16 bits, or one of 8 in the mixture.
    /// </summary>
    [Theory]
    [InlineData(false, 0.002f)]
    [InlineData(true, 0.04f)]
    public void Quantized_networks_give_what_their_simulation_gives(bool mixed, float tolerance)
    {
        (int Seed, Graph Graph, string Plan, byte[] Weights)[] cases = [.. Enumerable.Range(1, QuantizedNetworks).Select(seed => LowerQuantized(seed, mixed))];
        Assert.True(cases.Count(c => c.Plan.Contains("\"int16\"", StringComparison.Ordinal)) > QuantizedNetworks / 3);
        IReadOnlyList<GeneratedNetwork> networks = GeneratedNetwork.CompileAll([.. cases.Select(c => (c.Plan, c.Weights))]);
        var failures = new List<string>();
        for (int i = 0; i < cases.Length; i++)
        {
            Check(cases[i].Seed, cases[i].Graph, networks[i], failures, tolerance);
        }

        Assert.True(failures.Count == 0, string.Join("\n", failures));
    }

    private static (int Seed, Graph Graph, string Plan, byte[] Weights) LowerQuantized(int seed, bool mixed)
    {
        Graph split = ActivationSplitter.Split(Normalizer.Fuse(RandomNetwork.Make(seed)));
        var ranges = new Dictionary<string, ValueRange>(StringComparer.Ordinal);
        Observe("x", Input(seed, split));
        ReferenceEvaluator.Run(split, new Dictionary<string, Tensor> { ["x"] = Input(seed, split) }, Observe);
        var random = new Random(seed);
        Dictionary<string, Precision> precisions = split.Nodes.ToDictionary(node => node.Name, _ => mixed ? (Precision)random.Next(3) : Precision.Int16x8);
        Graph quantized = QuantizeFusion.Run(ActivationFusion.Run(StaticQuantizer.Quantize(split, ranges, node => precisions[node.Name], [])));
        var options = new CompressOptions { ModelPath = SampleNetwork.ModelPath("mobilenet"), ClassName = $"Quantized{seed}" };
        (NetworkPlan plan, byte[] weights) = Lowering.Lower(new Compressed(quantized, QuantizationScheme.Int16x8, 0), options, default);
        return (seed, QuantizationSimulation.Of(quantized), PlanXml.Write(plan), weights);

        void Observe(string name, Tensor tensor)
        {
            if (tensor.Type == ElementType.Float32)
            {
                ranges[name] = ValueRange.Of(tensor.Values<float>());
            }
        }
    }

    private static Tensor Input(int seed, Graph graph)
    {
        var random = new Random(seed);
        ImmutableArray<int> shape = graph.Values["x"].Shape;
        return Tensor.Create(shape, [.. Enumerable.Range(0, ShapeArithmetic.Length(shape)).Select(_ => (random.NextSingle() - 0.5f) * 4)]);
    }

    private static (int Seed, Graph Graph, string Plan, byte[] Weights) Lower(int seed)
    {
        Graph graph = RandomNetwork.Make(seed);
        Graph fused = Normalizer.Fuse(graph);
        var options = new CompressOptions { ModelPath = SampleNetwork.ModelPath("mobilenet"), ClassName = $"Random{seed}" };
        (NetworkPlan plan, byte[] weights) = Lowering.Lower(new Compressed(fused, QuantizationScheme.None, 0), options, default);
        return (seed, graph, PlanXml.Write(plan), weights);
    }

    private static void Check(int seed, Graph graph, GeneratedNetwork network, List<string> failures, float tolerance = 1e-4f)
    {
        Tensor input = Input(seed, graph);
        float[] data = input.Values<float>().ToArray();
        IReadOnlyDictionary<string, Tensor> expected = ReferenceEvaluator.Run(graph, new Dictionary<string, Tensor> { ["x"] = input });

        // Twice: the second run must not depend on what the first one left in the arena.
        network.Run(data);
        Array[] outputs = network.Run(data);
        for (int i = 0; i < outputs.Length; i++)
        {
            float[] reference = expected[graph.Outputs[i]].Values<float>().ToArray();
            var actual = (float[])outputs[i];
            float largest = Math.Max(1e-3f, reference.Max(Math.Abs));
            int wrong = Enumerable.Range(0, reference.Length).FirstOrDefault(k => !(Math.Abs(reference[k] - actual[k]) <= tolerance * largest), -1);
            if (wrong >= 0)
            {
                failures.Add($"seed {seed}, output {graph.Outputs[i]}[{wrong}]: {actual[wrong]} is not {reference[wrong]}; "
                    + string.Join(" ", graph.Nodes.Select(n => $"{n.Output}={n.Operator.Name}({string.Join(",", n.Inputs)}){ShapeArithmetic.Format(graph.Shape(n.Output))}")));
            }
        }
    }
}
