using ModelCodegen.Compiler;
using ModelCodegen.Compiler.Compress;
using ModelCodegen.Compiler.Export;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Compiler.Lower;
using ModelCodegen.Peers;
using ModelCodegen.Plan;
using ModelCodegen.Testing;

namespace ModelCodegen.Conformance;

/// <summary>
/// Every layer of the quantized networks alone, on random bytes, against ONNX Runtime running the same layer in QDQ form
/// without optimizations: no difference of an earlier layer hides or excuses one.
/// </summary>
public sealed class LayerTests
{
    private const int Runs = 12;

    [Theory]
    [InlineData("lenet", "int8")]
    [InlineData("lenet", "int8+block")]
    [InlineData("mobilenet", "int8")]
    [InlineData("mobilenet", "int8+block")]
    public void Every_layer_agrees_to_the_step_and_nearly_always_exactly(string model, string variant)
    {
        Graph graph = SampleNetwork.Compress(model, variant).Graph;
        Graph[] layers = [.. graph.Nodes.Where(node => graph.QuantizationOf(node.Output) is not null && node.Operator is not Quantize).Select(node => Alone(graph, node))];
        (string Plan, byte[] Weights)[] parts = [.. layers.Select((layer, i) => Lower(layer, i))];
        IReadOnlyList<GeneratedNetwork> networks = GeneratedNetwork.CompileAll(parts);
        var random = new Random(1);
        for (int i = 0; i < layers.Length; i++)
        {
            using var oracle = OrtSession.Oracle(QdqExporter.Export(layers[i]));
            var steps = new StepCount(layers[i].QuantizationOf("layer")!.Scale);
            for (int run = 0; run < Runs; run++)
            {
                float[][] inputs = [.. layers[i].Inputs.Select(name => RandomBytes(layers[i], name, random))];
                steps.Add((float[])networks[i].Run(inputs)[0], oracle.Run(inputs)[0]!);
            }

            steps.AssertApart(0.0005);
        }
    }

    // Float inputs that stand for bytes, the layer, and its bytes as floats.
    private static Graph Alone(Graph graph, Node node)
    {
        string[] bytes = [.. node.Inputs.Where(input => input.Length > 0 && !graph.Constants.ContainsKey(input)).Distinct()];
        Graph alone = graph with
        {
            Inputs = [.. bytes.Select((_, i) => $"input{i}")],
            Outputs = ["output"],
            Nodes =
            [
                .. bytes.Select((name, i) => new Node($"quantize{i}", new Quantize(), [$"input{i}"], [name])),
                node with { Outputs = ["layer"] },
                new Node("dequantize", new Dequantize(), ["layer"], ["output"]),
            ],
            Values = graph.Values
                .SetItem("layer", graph.Values[node.Output])
                .SetItem("output", new ValueInfo(ElementType.Float32, graph.Shape(node.Output))),
        };
        foreach ((string name, int i) in bytes.Select((name, i) => (name, i)))
        {
            alone = alone with { Values = alone.Values.SetItem($"input{i}", new ValueInfo(ElementType.Float32, graph.Shape(name))) };
        }

        return alone;
    }

    private static (string Plan, byte[] Weights) Lower(Graph layer, int index)
    {
        var options = new CompressOptions { ModelPath = SampleNetwork.ModelPath("lenet"), ClassName = $"Layer{index}" };
        (NetworkPlan plan, byte[] weights) = Lowering.Lower(new Compressed(layer, QuantizationScheme.Int8, 0), options, default);
        return (PlanXml.Write(plan), weights);
    }

    private static float[] RandomBytes(Graph layer, string input, Random random)
    {
        string bytes = layer.Nodes.Single(node => node.Operator is Quantize && node.Inputs[0] == input).Output;
        Quantization quantization = layer.QuantizationOf(bytes)!;
        var values = new byte[ShapeArithmetic.Length(layer.Shape(input))];
        random.NextBytes(values);
        return Array.ConvertAll(values, code => quantization.Dequantize(code));
    }
}
