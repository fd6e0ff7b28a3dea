using System.Runtime.InteropServices;
using ModelCodegen.Compiler;
using ModelCodegen.Compiler.Import.Protobuf;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Peers;
using ModelCodegen.Plan;
using ModelCodegen.Testing;

namespace ModelCodegen.Conformance;

/// <summary>
/// A ResNet that was fine-tuned quantization-aware (<c>build/train/qat.py</c>) and exported by PyTorch with QuantizeLinear and
/// DequantizeLinear: weights as floats between such a pair, activations behind one each.
/// </summary>
public sealed class TrainedQuantizationTests
{
    private const int Images = 500;

    private static readonly byte[] Model = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "models", "resnet-qat.onnx"));

    private static readonly CompressResult Compiled = QuantizedModelTests.Compile(Model, "Trained");

    /// <summary>Nothing is calibrated, repaired or left in float.</summary>
    [Fact]
    public void Every_scale_zero_point_and_code_is_the_models_own()
    {
        GraphProto model = ModelProto.Parser.ParseFrom(Model).Graph;
        var arithmetic = new QdqArithmetic(Model);
        Graph graph = Compiled.Graph;
        Assert.Equal("int8", Compiled.Plan.Quantization);
        Assert.Empty(Compiled.Warnings);
        Assert.DoesNotContain(graph.Nodes, node => node.Operator is not (Quantize or Dequantize or Reshape) && graph.QuantizationOf(node.Inputs[0]) is null);

        // Values keep their names; only what is moved shares parameters under a name that the model does not have.
        Dictionary<string, TensorProto> tensors = model.Initializer
            .Concat(model.Node.Where(node => node.OpType == "Constant").Select(node => new TensorProto(node.Attribute[0].T) { Name = node.Output[0] }))
            .ToDictionary(tensor => tensor.Name);
        NodeProto[] activations = [.. model.Node.Where(node => node.OpType == "QuantizeLinear" && !tensors.ContainsKey(node.Input[0]))];
        Assert.Equal(18, activations.Length);
        foreach (NodeProto quantize in activations)
        {
            Quantization own = graph.QuantizationOf(quantize.Output[0])!;
            Assert.Equal(MemoryMarshal.Read<float>(tensors[quantize.Input[1]].RawData.Span), own.Scale);
            Assert.Equal(tensors[quantize.Input[2]].RawData[0], own.ZeroPoint);
        }

        Assert.Equal(
            activations.Select(node => graph.QuantizationOf(node.Output[0])!).ToHashSet(),
            graph.Values.Values.Select(info => info.Quantization).OfType<Quantization>().ToHashSet());

        Dictionary<string, NodeProto> layers = model.Node.Where(node => node.OpType is "Conv" or "Gemm").ToDictionary(node => node.Name);
        Node[] compiled = [.. graph.Nodes.Where(node => node.Operator is Conv or Gemm)];
        Assert.Equal(layers.Count, compiled.Length);
        foreach (Node layer in compiled)
        {
            NodeProto original = layers[layer.Name.Split(',')[0]];
            (double[] weights, double[] scales) = arithmetic.Constant(original.Input[1]);
            Assert.Equal(scales, graph.WeightScales[layer.Inputs[1]].Select(scale => (double)scale));
            Assert.Equal(weights, ChannelsFirst(graph.Constants[layer.Inputs[1]], layer.Operator is Gemm));
            Assert.Equal(arithmetic.Constant(original.Input[2]).Codes, graph.Constants[layer.Inputs[2]].Values<int>().ToArray().Select(code => (double)code));
        }
    }

    /// <summary>
    /// Every bit of every output: that of the integers that the model stands for. ONNX Runtime without optimizations computes with
    /// their floats, so that some values are rounded to the neighbouring step; as many images are right.
    /// </summary>
    [Fact]
    public void The_generated_network_computes_the_models_integers()
    {
        using GeneratedNetwork network = GeneratedNetwork.Compile(PlanXml.Write(Compiled.Plan), Compiled.Weights);
        using var oracle = OrtSession.Oracle(Model);
        var arithmetic = new QdqArithmetic(Model);
        var steps = new StepCount(Compiled.Graph.QuantizationOf(Compiled.Graph.Nodes[^1].Inputs[0])!.Scale);
        int ours = 0;
        int theirs = 0;
        for (int i = 0; i < Images; i++)
        {
            float[] image = FashionMnist.Images[i];
            float[] actual = (float[])network.Run(image)[0];
            float[] expected = oracle.Run(image)[0]!;
            Assert.Equal(arithmetic.Run(image), actual);
            steps.Add(actual, expected);
            ours += IsRight(actual, i);
            theirs += IsRight(expected, i);
        }

        steps.AssertApart(0.01);
        Assert.Equal(theirs, ours);
        Assert.InRange(ours, Images * 9 / 10, Images);
    }

    private static int IsRight(float[] scores, int index) => Array.IndexOf(scores, scores.Max()) == FashionMnist.Labels[index] ? 1 : 0;

    // A product's weights are transposed.
    private static IEnumerable<double> ChannelsFirst(Tensor weights, bool transposed)
    {
        sbyte[] codes = weights.Values<sbyte>().ToArray();
        int channels = transposed ? weights.Shape[1] : 1;
        return Enumerable.Range(0, channels).SelectMany(c => codes.Where((_, i) => i % channels == c)).Select(code => (double)code);
    }
}
