using ModelCodegen.Compiler;
using ModelCodegen.Compiler.Compress;
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

    private static (int Seed, Graph Graph, string Plan, byte[] Weights) Lower(int seed)
    {
        Graph graph = RandomNetwork.Make(seed);
        Graph fused = Normalizer.Fuse(graph);
        var options = new CompressOptions { ModelPath = SampleNetwork.ModelPath("mobilenet"), ClassName = $"Random{seed}" };
        (NetworkPlan plan, byte[] weights) = Lowering.Lower(new Compressed(fused, QuantizationScheme.None, 0), options, default);
        return (seed, graph, PlanXml.Write(plan), weights);
    }

    private static void Check(int seed, Graph graph, GeneratedNetwork network, List<string> failures)
    {
        var random = new Random(seed);
        ValueInfo input = graph.Values["x"];
        float[] data = [.. Enumerable.Range(0, ShapeArithmetic.Length(input.Shape)).Select(_ => (random.NextSingle() - 0.5f) * 4)];
        IReadOnlyDictionary<string, Tensor> expected = ReferenceEvaluator.Run(graph, new Dictionary<string, Tensor> { ["x"] = Tensor.Create(input.Shape, data) });

        // Twice: the second run must not depend on what the first one left in the arena.
        network.Run(data);
        Array[] outputs = network.Run(data);
        for (int i = 0; i < outputs.Length; i++)
        {
            float[] reference = expected[graph.Outputs[i]].Values<float>().ToArray();
            var actual = (float[])outputs[i];
            float largest = Math.Max(1e-3f, reference.Max(Math.Abs));
            int wrong = Enumerable.Range(0, reference.Length).FirstOrDefault(k => !(Math.Abs(reference[k] - actual[k]) <= 1e-4f * largest), -1);
            if (wrong >= 0)
            {
                failures.Add($"seed {seed}, output {graph.Outputs[i]}[{wrong}]: {actual[wrong]} is not {reference[wrong]}; "
                    + string.Join(" ", graph.Nodes.Select(n => $"{n.Output}={n.Operator.Name}({string.Join(",", n.Inputs)}){ShapeArithmetic.Format(graph.Shape(n.Output))}")));
            }
        }
    }
}
