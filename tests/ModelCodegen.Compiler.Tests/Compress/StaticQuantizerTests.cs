using System.Collections.Immutable;
using ModelCodegen.Compiler.Compress;
using ModelCodegen.Compiler.Compress.Calibration;
using ModelCodegen.Compiler.Compress.Quantization;
using ModelCodegen.Compiler.Diagnostics;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Tests.Compress;

public sealed class StaticQuantizerTests
{
    [Fact]
    public void Inputs_and_outputs_stay_float_and_everything_between_is_bytes()
    {
        Graph quantized = Quantize(Network());
        Assert.Equal(ElementType.Float32, quantized.Values["x"].Type);
        Assert.Equal(ElementType.Float32, quantized.Values["y"].Type);
        Assert.IsType<Quantize>(quantized.Nodes[0].Operator);
        Assert.All(quantized.Nodes[..^1], node => Assert.NotNull(quantized.QuantizationOf(node.Output)));

        // The last layer multiplies bytes and gives its sums as they are.
        Assert.IsType<Gemm>(quantized.Nodes[^1].Operator);
        Assert.Equal(ElementType.Int8, quantized.Constants[quantized.Nodes[^1].Inputs[1]].Type);
    }

    [Fact]
    public void Operators_that_move_values_share_their_parameters()
    {
        Graph quantized = Quantize(Network());
        Node pool = Node(quantized, "pool");
        Assert.Equal(quantized.QuantizationOf(pool.Inputs[0]), quantized.QuantizationOf(pool.Output));
        Assert.Equal(quantized.QuantizationOf(pool.Output), quantized.QuantizationOf(Node(quantized, "flatten").Output));
    }

    [Fact]
    public void A_node_kept_in_float_is_an_island_between_conversions()
    {
        Graph quantized = Quantize(Network(), keepFloat: ["conv"]);
        Node conv = Node(quantized, "conv");
        Assert.Equal(ElementType.Float32, quantized.Values[conv.Output].Type);
        Assert.Equal(ElementType.Float32, quantized.Constants[conv.Inputs[1]].Type);
        Assert.Equal(ElementType.Float32, quantized.Values[Node(quantized, "pool").Output].Type);
        Assert.Equal(ElementType.Int8, quantized.Constants[Node(quantized, "gemm").Inputs[1]].Type);
    }

    [Fact]
    public void A_sum_too_deep_for_32_bits_stays_float_with_a_warning()
    {
        int depth = WeightQuantizer.DeepestSum + 1;
        var empty = new Graph();
        var graph = new Graph
        {
            Inputs = ["x"],
            Outputs = ["y"],
            Nodes = [new Node("deep", new Gemm(), ["x", "w"], ["y"])],
            Constants = empty.Constants.Add("w", Tensor.Zeros(ElementType.Float32, [depth, 1])),
            Values = empty.Values.Add("x", new ValueInfo(ElementType.Float32, [1, depth])).Add("y", new ValueInfo(ElementType.Float32, [1, 1])),
        };
        var diagnostics = new List<Diagnostic>();
        Graph quantized = StaticQuantizer.Quantize(graph, Ranges(graph), _ => Precision.Int8, diagnostics);
        Assert.Equal(DiagnosticCode.FloatIslands, Assert.Single(diagnostics).Code);
        Assert.Equal(ElementType.Float32, quantized.Constants["w"].Type);
    }

    [Fact]
    public void Activations_other_than_clips_are_taken_apart_for_tables()
    {
        Graph graph = Network();
        Node conv = graph.Nodes[0];
        graph = graph with { Nodes = graph.Nodes.SetItem(0, conv with { Name = "conv, silu", Operator = (Conv)conv.Operator with { Activation = new Activation(UnaryFunction.Silu) } }) };
        Graph split = ActivationSplitter.Split(graph);
        Assert.Equal(["conv", "silu"], split.Nodes.Take(2).Select(node => node.Name));
        Assert.Equal(split.Nodes[0].Output, split.Nodes[1].Inputs[0]);
        Assert.True(((Conv)split.Nodes[0].Operator).Activation.IsNone);
    }

    [Fact]
    public void Recurrences_read_float_sums_of_byte_products()
    {
        var random = new Random(1);
        Graph graph = new ModelBuilder(14)
            .Input("x", 4, 2, 3).Output("y")
            .Constant("w", ModelBuilder.Random(random, 2, 20, 3)).Constant("r", ModelBuilder.Random(random, 2, 20, 5)).Constant("b", ModelBuilder.Random(random, 2, 40))
            .Node("LSTM", "x w r b", "y", ("direction", "bidirectional"), ("hidden_size", 5))
            .Normalize();
        Graph quantized = Quantize(graph);
        Node[] products = [.. quantized.Nodes.Where(node => node.Operator is Gemm)];
        Assert.Equal(2, products.Length);
        Assert.All(products, node => Assert.Equal(ElementType.UInt8, quantized.Values[node.Inputs[0]].Type));
        Assert.All(products, node => Assert.Equal(ElementType.Int8, quantized.Constants[node.Inputs[1]].Type));
        Assert.All(products, node => Assert.Equal(ElementType.Float32, quantized.Values[node.Output].Type));
        Assert.DoesNotContain(quantized.Nodes, node => node.Operator is Dequantize);
    }

    [Fact]
    public void Dynamic_quantization_converts_each_value_once()
    {
        Graph quantized = DynamicQuantizer.Quantize(Network(), [], []);
        Assert.Equal(2, quantized.Nodes.Count(node => node.Operator is DynamicQuantize));
        Assert.Equal(ElementType.Float32, quantized.Values[Node(quantized, "conv").Output].Type);
        Assert.Equal(ElementType.UInt8, quantized.Values[Node(quantized, "conv").Inputs[0]].Type);
    }

    private static Node Node(Graph graph, string name) => graph.Nodes.Single(node => node.Name == name);

    private static Graph Quantize(Graph graph, params string[] keepFloat) => StaticQuantizer.Quantize(graph, Ranges(graph), node => NodePattern.Matches(keepFloat, node) ? Precision.Float : Precision.Int8, []);

    private static Dictionary<string, ValueRange> Ranges(Graph graph) =>
        graph.Values.Keys.Select((name, i) => (name, new ValueRange(-i, i + 1))).ToDictionary(pair => pair.name, pair => pair.Item2);

    private static Graph Network()
    {
        var random = new Random(1);
        var empty = new Graph();
        ImmutableSortedDictionary<string, ValueInfo> values = empty.Values;
        foreach ((string name, ImmutableArray<int> shape) in new (string, ImmutableArray<int>)[]
            { ("x", [1, 2, 6, 6]), ("a", [1, 3, 4, 4]), ("b", [1, 3, 2, 2]), ("c", [1, 12]), ("y", [1, 5]) })
        {
            values = values.Add(name, new ValueInfo(ElementType.Float32, shape));
        }

        return empty with
        {
            Inputs = ["x"],
            Outputs = ["y"],
            Nodes =
            [
                new Node("conv", new Conv { KernelShape = [3, 3], Strides = [1, 1], Dilations = [1, 1], Pads = [0, 0, 0, 0] }, ["x", "w", "b1"], ["a"]),
                new Node("pool", new Pool { KernelShape = [2, 2], Strides = [2, 2], Dilations = [1, 1], Pads = [0, 0, 0, 0] }, ["a"], ["b"]),
                new Node("flatten", new Reshape(), ["b"], ["c"]),
                new Node("gemm", new Gemm(), ["c", "m", "b2"], ["y"]),
            ],
            Constants = empty.Constants
                .Add("w", ModelBuilder.Random(random, 3, 2, 3, 3))
                .Add("b1", ModelBuilder.Random(random, 3))
                .Add("m", ModelBuilder.Random(random, 12, 5))
                .Add("b2", ModelBuilder.Random(random, 5)),
            Values = values,
        };
    }
}
