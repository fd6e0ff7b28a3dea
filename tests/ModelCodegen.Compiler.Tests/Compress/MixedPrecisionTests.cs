using ModelCodegen.Compiler.Compress.Calibration;
using ModelCodegen.Compiler.Compress.Quantization;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Tests.Compress;

public sealed class MixedPrecisionTests
{
    [Fact]
    public void Layers_of_16_bits_hand_each_other_16_bit_integers()
    {
        Graph quantized = Compress(Chain(), _ => Precision.Int16x8);
        Assert.Equal(ElementType.Int16, Input(quantized, "first"));
        Assert.Equal(ElementType.Int16, Input(quantized, "second"));
        Assert.Equal(ElementType.Int16, Input(quantized, "third"));
        Assert.Equal(ElementType.Float32, quantized.Values["y"].Type);
        Assert.Single(quantized.Nodes, node => node.Operator is Quantize or Dequantize);
    }

    [Theory]
    [InlineData("first", ElementType.Int16, ElementType.UInt8, ElementType.UInt8)]
    [InlineData("second", ElementType.UInt8, ElementType.Int16, ElementType.UInt8)]
    [InlineData("third", ElementType.UInt8, ElementType.UInt8, ElementType.Int16)]
    public void A_layer_gives_what_its_reader_computes_in(string fine, ElementType first, ElementType second, ElementType third)
    {
        Graph quantized = Compress(Chain(), node => node.Name == fine ? Precision.Int16x8 : Precision.Int8);
        Assert.Equal(first, Input(quantized, "first"));
        Assert.Equal(second, Input(quantized, "second"));
        Assert.Equal(third, Input(quantized, "third"));

        // Only the network's input is converted.
        Assert.Single(quantized.Nodes, node => node.Operator is Quantize or Dequantize);
    }

    [Fact]
    public void Readers_of_bytes_share_one_conversion()
    {
        Graph quantized = Compress(Fork(), node => node.Name == "fine" ? Precision.Int16x8 : Precision.Int8);
        Assert.Equal(ElementType.Int16, quantized.Values["a"].Type);
        Assert.Equal(ElementType.Int16, Input(quantized, "fine"));
        Assert.Equal(ElementType.UInt8, Input(quantized, "coarse"));
        Assert.Equal(Node(quantized, "coarse").Inputs[0], Node(quantized, "coarse2").Inputs[0]);
        Assert.Equal(2, quantized.Nodes.Count(node => node.Operator is Quantize));
    }

    [Fact]
    public void A_residual_sum_of_16_bit_layers_is_computed_in_float()
    {
        Graph graph = new ModelBuilder(14)
            .Input("x", 1, 8).Output("y")
            .Constant("w", Weights(8, 8)).Constant("v", Weights(8, 8))
            .Node("MatMul", "x w", "a").Node("Add", "a x", "s").Node("MatMul", "s v", "y")
            .Normalize();
        Graph quantized = Compress(graph, _ => Precision.Int16x8);
        Node sum = quantized.Nodes.Single(node => node.Operator is Binary);
        Assert.All(sum.Inputs, input => Assert.Equal(ElementType.Float32, quantized.Values[input].Type));
        Assert.Contains("x", sum.Inputs);
    }

    /// <summary>Whatever the codes are, no sum leaves the range of 32 bits.</summary>
    [Theory]
    [InlineData(64, 0, 32767)]
    [InlineData(2000, 0, 8454)]
    [InlineData(30000, 0, 563)]
    [InlineData(30000, 900, 559)]
    [InlineData(100, 1e9f, 32767)]
    public void The_largest_codes_and_weights_do_not_overflow(int depth, float bias, int code)
    {
        Graph graph = new ModelBuilder(14)
            .Input("x", 1, depth).Output("y")
            .Constant("w", Tensor.Create([depth, 2], [.. Enumerable.Range(0, 2 * depth).Select(i => i % 2 == 0 ? 1f : i % 4 == 1 ? -0.5f : 0.5f)]))
            .Constant("b", Tensor.Floats(bias, -bias)).Constant("v", Weights(2, 3))
            .Node("Gemm", "x w b", "a").Node("MatMul", "a v", "y")
            .Normalize();
        Graph quantized = Compress(graph, _ => Precision.Int16x8);
        Node layer = quantized.Nodes.First(node => node.Operator is Gemm or MatMul);
        Ir.Quantization input = quantized.QuantizationOf(layer.Inputs[0])!;
        Tensor weights = quantized.Constants[layer.Inputs[1]];
        int[] biases = layer.HasInput(2) ? [.. quantized.Constants[layer.Inputs[2]].Values<int>()] : new int[2];
        Assert.Equal((-input.High, 0), (input.Low, input.ZeroPoint));
        for (int c = 0; c < 2; c++)
        {
            long largest = Enumerable.Range(0, depth).Sum(k => (long)input.High * Math.Abs((int)weights.Values<sbyte>()[(k * 2) + c]));
            Assert.InRange(largest + Math.Abs((long)biases[c]), 0, int.MaxValue);
        }

        // And the range is not given away without need; a bias that large makes weights coarser instead.
        Assert.Equal(code, input.High);
    }

    private static ElementType Input(Graph graph, string node) => graph.Values[Node(graph, node).Inputs[0]].Type;

    private static Node Node(Graph graph, string name) => graph.Nodes.Single(node => node.Name == name);

    private static Tensor Weights(params int[] shape) => ModelBuilder.Random(new Random(1), shape);

    private static Graph Compress(Graph graph, Func<Node, Precision> precisionOf) => StaticQuantizer.Quantize(
        graph, graph.Values.Keys.ToDictionary(name => name, name => new ValueRange(-3, 4)), precisionOf, []);

    private static Graph Chain() => Of(("first", "x", "a"), ("second", "a", "b"), ("third", "b", "y"));

    private static Graph Fork() => Of(("root", "x", "a"), ("fine", "a", "f"), ("coarse", "a", "c"), ("coarse2", "a", "d"));

    private static Graph Of(params (string Name, string Input, string Output)[] layers)
    {
        var empty = new Graph();
        var info = new ValueInfo(ElementType.Float32, [1, 8]);
        return empty with
        {
            Inputs = ["x"],
            Outputs = [.. layers.Select(layer => layer.Output).Where(output => !layers.Any(layer => layer.Input == output))],
            Nodes = [.. layers.Select(layer => new Node(layer.Name, new Gemm(), [layer.Input, "w", "bias"], [layer.Output]))],
            Constants = empty.Constants.Add("w", Weights(8, 8)).Add("bias", Weights(8)),
            Values = empty.Values.Add("x", info).AddRange(layers.Select(layer => KeyValuePair.Create(layer.Output, info))),
        };
    }
}
