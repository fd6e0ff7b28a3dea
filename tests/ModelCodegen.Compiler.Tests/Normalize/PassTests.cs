using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Compiler.Normalize;
using ModelCodegen.Compiler.Reference;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Tests.Normalize;

/// <summary>What each pass makes of small graphs; that results stay the same is tested against ONNX Runtime elsewhere.</summary>
public sealed class PassTests
{
    private static readonly Random Random = new Random(3);

    [Fact]
    public void Dead_code_is_dropped_and_inputs_stay()
    {
        Graph graph = new ModelBuilder().Input("x", 2).Input("unused", 3).Constant("c", Tensor.Floats(1)).Node("Relu", "x", "y").Node("Add", "x c", "z").Output("y").Normalize();
        Assert.Equal("y: Relu(x)", Show(graph));
        Assert.Empty(graph.Constants);
        Assert.Equal(["x", "unused"], graph.Inputs.ToArray());
        Assert.Contains("unused", graph.Values.Keys);
    }

    [Fact]
    public void Constants_are_computed_at_build_time()
    {
        Graph graph = new ModelBuilder().Input("x", 2).Constant("a", Tensor.Floats(1, 2)).Constant("b", Tensor.Floats(3)).Node("Mul", "a b", "c").Node("Add", "x c", "y").Output("y").Normalize();
        Assert.Equal("y: Add(x, c)", Show(graph));
        Assert.Equal([3f, 6f], graph.Constants["c"].ToFloat());
    }

    [Fact]
    public void Constant_output_needs_no_node()
    {
        Graph graph = new ModelBuilder().Input("x", 2, 3).Node("Shape", "x", "y").Output("y").Normalize();
        Assert.Empty(graph.Nodes);
        Assert.Equal([2L, 3L], ReferenceEvaluator.Run(graph, new Dictionary<string, Tensor> { ["x"] = Tensor.Zeros(ElementType.Float32, [2, 3]) })["y"].ToInt64());
    }

    [Fact]
    public void Identities_vanish_and_output_names_stay()
    {
        Graph graph = new ModelBuilder(11).Input("x", 1, 2).Node("Identity", "x", "a").Node("Dropout", "a", "b").Node("Transpose", "b", "c", ("perm", new[] { 0, 1 }))
            .Node("Relu", "c", "d").Node("Identity", "d", "e").Node("Concat", "e", "y", ("axis", 0)).Output("y").Normalize();
        Assert.Equal("y: Relu(x)", Show(graph));
    }

    [Fact]
    public void Output_that_repeats_an_input_or_output_is_a_copy()
    {
        Graph graph = new ModelBuilder().Input("x", 2).Node("Identity", "x", "y").Node("Relu", "x", "z").Node("Identity", "z", "w").Output("y", "z", "w").Normalize();
        Assert.Equal("y: Reshape(x) | z: Relu(x) | w: Reshape(z)", Show(graph));
    }

    [Fact]
    public void Transposes_that_move_extents_of_1_are_reshapes()
    {
        Graph graph = new ModelBuilder().Input("x", 2, 1, 3, 4).Node("Transpose", "x", "a", ("perm", new[] { 1, 0, 2, 3 })).Node("Transpose", "a", "b", ("perm", new[] { 1, 2, 3, 0 })).Node("Relu", "b", "y").Output("y").Normalize();
        Assert.Equal("b: Reshape(x) | y: Relu(b)", Show(graph));
    }

    [Fact]
    public void Equal_reshapes_of_a_value_are_one()
    {
        Graph graph = new ModelBuilder().Input("x", 2, 3, 4).Constant("s", 4, 6).Node("Reshape", "x s", "a").Node("Reshape", "x s", "b").Node("Add", "a b", "y").Output("y").Normalize();
        Assert.Equal("a: Reshape(x) | y: Add(a, a)", Show(graph));
    }

    [Fact]
    public void Reshapes_of_reshapes_are_one()
    {
        Graph graph = new ModelBuilder().Input("x", 2, 3, 4).Node("Flatten", "x", "a").Constant("s", 4, 6).Node("Reshape", "a s", "b").Constant("t", 24).Node("Reshape", "b t", "y").Output("y").Normalize();
        Assert.Equal("y: Reshape(x)", Show(graph));
        Assert.Equal([24], graph.Shape("y").ToArray());
    }

    [Fact]
    public void MatMul_with_bias_becomes_Gemm()
    {
        Graph graph = new ModelBuilder().Input("x", 2, 3).Constant("w", ModelBuilder.Random(Random, 3, 4)).Constant("b", ModelBuilder.Random(Random, 4)).Node("MatMul", "x w", "t").Node("Add", "b t", "y").Output("y").Normalize();
        Node gemm = Assert.Single(graph.Nodes);
        Assert.Equal(new Gemm(), gemm.Operator);
        Assert.Equal("t_node, y_node", gemm.Name);
        Assert.Equal([4], graph.Shape(gemm.Inputs[2]).ToArray());
    }

    [Fact]
    public void MatMul_of_more_dimensions_becomes_Gemm_between_reshapes()
    {
        Graph graph = new ModelBuilder().Input("x", 2, 5, 3).Constant("w", ModelBuilder.Random(Random, 3, 4)).Constant("b", ModelBuilder.Random(Random, 4)).Node("MatMul", "x w", "t").Node("Add", "t b", "y").Output("y").Normalize();
        Assert.Equal(["Reshape", "Gemm", "Reshape"], graph.Nodes.Select(node => node.Operator.Name));
        Assert.Equal([10, 3], graph.Shape(graph.Nodes[1].Inputs[0]).ToArray());
        Assert.Equal(3, graph.Nodes[1].Inputs.Length);
    }

    [Fact]
    public void Gemm_gets_its_canonical_form()
    {
        Graph graph = new ModelBuilder().Input("x", 2, 3).Constant("w", ModelBuilder.Random(Random, 4, 3)).Constant("b", Tensor.Create([1, 4], [1f, 2, 3, 4]))
            .Node("Gemm", "x w b", "y", ("transB", 1), ("alpha", 0.5f), ("beta", 2f)).Output("y").Normalize();
        Node gemm = Assert.Single(graph.Nodes);
        Assert.Equal(new Gemm(), gemm.Operator);
        Assert.Equal([3, 4], graph.Shape(gemm.Inputs[1]).ToArray());
        Assert.Equal([2f, 4, 6, 8], graph.Constants[gemm.Inputs[2]].ToFloat());
    }

    [Fact]
    public void Gemm_of_two_computed_matrices_becomes_MatMul()
    {
        Graph graph = new ModelBuilder().Input("a", 3, 2).Input("b", 3, 4).Node("Gemm", "a b", "y", ("transA", 1)).Output("y").Normalize();
        Assert.Equal(["Transpose", "MatMul"], graph.Nodes.Select(node => node.Operator.Name));
    }

    [Fact]
    public void Min_and_Max_become_one_Clip()
    {
        Graph graph = new ModelBuilder().Input("x", 2, 3).Constant("low", Tensor.Floats(0)).Constant("high", Tensor.Floats(6)).Node("Max", "x low", "t").Node("Min", "high t", "y").Output("y").Normalize();
        Assert.Equal(new Unary(new Activation(UnaryFunction.Clip, 0, 6)), Assert.Single(graph.Nodes).Operator);
    }

    [Theory]
    [InlineData("mul-div")]
    [InlineData("div-mul")]
    [InlineData("mul-sixth")]
    [InlineData("hard-sigmoid")]
    public void Hard_swish_is_recognised(string form)
    {
        ModelBuilder builder = new ModelBuilder().Input("x", 2, 3).Output("y")
            .Constant("3", Tensor.Floats(3)).Constant("6", Tensor.Floats(6)).Constant("sixth", Tensor.Floats(1f / 6)).Constant("low", Tensor.Create([], [0f])).Constant("high", Tensor.Create([], [6f]))
            .Node("Add", "x 3", "a").Node("Clip", "a low high", "c");
        builder = form switch
        {
            "mul-div" => builder.Node("Mul", "x c", "m").Node("Div", "m 6", "y"),
            "div-mul" => builder.Node("Div", "c 6", "m").Node("Mul", "m x", "y"),
            "mul-sixth" => builder.Node("Mul", "c x", "m").Node("Mul", "sixth m", "y"),
            _ => builder.Node("HardSigmoid", "x", "m", ("alpha", 1f / 6)).Node("Mul", "x m", "y"),
        };
        Assert.Equal("y: HardSwish(x)", Show(builder.Normalize()));
    }

    [Fact]
    public void Hard_sigmoid_and_silu_are_recognised()
    {
        ModelBuilder builder = new ModelBuilder().Input("x", 2, 3).Output("y", "z")
            .Constant("3", Tensor.Floats(3)).Constant("6", Tensor.Floats(6)).Constant("low", Tensor.Create([], [0f])).Constant("high", Tensor.Create([], [6f]))
            .Node("Add", "3 x", "a").Node("Clip", "a low high", "c").Node("Div", "c 6", "y")
            .Node("Sigmoid", "x", "s").Node("Mul", "s x", "z");
        Graph graph = builder.Normalize();
        Assert.Equal("y: HardSigmoid(x) | z: Silu(x)", Show(graph));
        Assert.Equal(new Activation(UnaryFunction.HardSigmoid, 1f / 6, 0.5f), ((Unary)graph.Nodes[0].Operator).Activation);
    }

    [Fact]
    public void Gate_that_something_else_reads_stays()
    {
        Graph graph = new ModelBuilder().Input("x", 2, 3).Node("Sigmoid", "x", "s").Node("Mul", "s x", "y").Output("y", "s").Normalize();
        Assert.Equal("s: Sigmoid(x) | y: Mul(s, x)", Show(graph));
    }

    [Fact]
    public void BatchNormalization_stays_whole_until_fusion()
    {
        Graph graph = ConvBatchNormRelu().Normalize();
        Assert.Equal(["Conv", "BatchNormalization", "Clip"], graph.Nodes.Select(node => node.Operator.Name.Replace("Relu", "Clip", StringComparison.Ordinal)));

        Graph fused = Normalizer.Fuse(graph);
        Node conv = Assert.Single(fused.Nodes);
        Assert.Equal("c_node, n_node, y_node", conv.Name);
        Assert.Equal(Activation.Relu, ((Conv)conv.Operator).Activation);
        Assert.Equal(3, conv.Inputs.Length);
        Assert.Equal(2, fused.Constants.Count);
        Assert.Equal(["x", "y"], fused.Values.Keys);
    }

    [Fact]
    public void BatchNormalization_that_cannot_be_folded_multiplies_and_adds()
    {
        ModelBuilder builder = new ModelBuilder().Input("x", 1, 2, 4, 4).Output("y");
        foreach (string name in new[] { "s", "b", "m", "v" })
        {
            builder.Constant(name, Tensor.Floats(1, 2));
        }

        Graph fused = Normalizer.Fuse(builder.Node("BatchNormalization", "x s b m v", "n").Node("Relu", "n", "y").Normalize());
        Assert.Equal(["Mul", "Add"], fused.Nodes.Select(node => node.Operator.Name));
        Assert.Equal(Activation.Relu, ((Binary)fused.Nodes[1].Operator).Activation);
        Assert.Equal([2, 1, 1], fused.Shape(fused.Nodes[0].Inputs[1]).ToArray());
    }

    [Fact]
    public void Factor_before_a_convolution_goes_into_its_weights()
    {
        Graph graph = new ModelBuilder().Input("x", 1, 1, 4, 4).Constant("w", ModelBuilder.Random(Random, 1, 1, 3, 3)).Constant("255", Tensor.Floats(255)).Node("Div", "x 255", "s").Node("Conv", "s w", "y").Output("y").Normalize();
        Assert.Equal("y: Conv(x, w/folded)", Show(Normalizer.Fuse(graph)));
    }

    [Fact]
    public void Activation_with_two_readers_is_not_fused_away()
    {
        Graph graph = new ModelBuilder().Input("x", 1, 1, 4, 4).Constant("w", ModelBuilder.Random(Random, 1, 1, 3, 3)).Node("Conv", "x w", "c").Node("Relu", "c", "r").Node("Add", "c r", "y").Output("y").Normalize();
        Assert.Equal("c: Conv(x, w) | r: Relu(c) | y: Add(c, r)", Show(Normalizer.Fuse(graph)));
    }

    [Fact]
    public void Convolution_that_is_an_output_keeps_its_value()
    {
        Graph graph = new ModelBuilder().Input("x", 1, 1, 4, 4).Constant("w", ModelBuilder.Random(Random, 1, 1, 3, 3)).Node("Conv", "x w", "c").Node("Relu", "c", "y").Output("c", "y").Normalize();
        Assert.Equal("c: Conv(x, w) | y: Relu(c)", Show(Normalizer.Fuse(graph)));
    }

    [Fact]
    public void Unsorted_nodes_are_sorted()
    {
        ModelBuilder builder = new ModelBuilder().Input("x", 2).Node("Exp", "b", "y").Node("Tanh", "a", "b").Node("Sigmoid", "x", "a").Output("y");
        Assert.Equal("a: Sigmoid(x) | b: Tanh(a) | y: Exp(b)", Show(builder.Normalize()));
    }

    [Fact]
    public void Functions_of_the_model_are_inlined()
    {
        ModelBuilder builder = new ModelBuilder().Input("x", 2).Output("y");
        var function = new Compiler.Import.Protobuf.FunctionProto { Name = "Leaky", Domain = "own", Input = { "a" }, Output = { "c" }, Attribute = { "slope" } };
        function.OpsetImport.Add(builder.Model.OpsetImport[0]);
        var leaky = new Compiler.Import.Protobuf.NodeProto { OpType = "LeakyRelu", Input = { "a" }, Output = { "b" } };
        leaky.Attribute.Add(new Compiler.Import.Protobuf.AttributeProto { Name = "alpha", RefAttrName = "slope", Type = Compiler.Import.Protobuf.AttributeProto.Types.AttributeType.Float });
        function.Node.Add(leaky);
        function.Node.Add(new Compiler.Import.Protobuf.NodeProto { OpType = "Exp", Input = { "b" }, Output = { "c" } });
        builder.Model.Functions.Add(function);
        builder.Node("Leaky", "x", "t", ("slope", 0.5f)).Node("Leaky", "t", "y");
        builder.Model.Graph.Node[0].Domain = builder.Model.Graph.Node[1].Domain = "own";
        Graph graph = builder.Normalize();
        Assert.Equal(["LeakyRelu", "Exp", "LeakyRelu", "Exp"], graph.Nodes.Select(node => node.Operator.Name));
        Assert.Equal(0.5f, ((Unary)graph.Nodes[0].Operator).Activation.A);
        Assert.Equal(0.01f, ((Unary)graph.Nodes[2].Operator).Activation.A);
        Assert.Equal(4, graph.Nodes.Select(node => node.Name).Distinct().Count());
    }

    private static ModelBuilder ConvBatchNormRelu()
    {
        ModelBuilder builder = new ModelBuilder().Input("x", 1, 1, 4, 4).Output("y").Constant("w", ModelBuilder.Random(Random, 2, 1, 3, 3));
        foreach (string name in new[] { "s", "b", "m", "v" })
        {
            builder.Constant(name, Tensor.Floats(1, 2));
        }

        return builder.Node("Conv", "x w", "c").Node("BatchNormalization", "c s b m v", "n").Node("Relu", "n", "y");
    }

    private static string Show(Graph graph) =>
        string.Join(" | ", graph.Nodes.Select(node => $"{node.Output}: {node.Operator.Name}({string.Join(", ", node.Inputs)})"));
}
