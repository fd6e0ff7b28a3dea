using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Compiler.Lower.Fusion;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Tests.Lower;

/// <summary>What becomes one node just before lowering; that results stay the same is tested with whole networks.</summary>
public sealed class StepFusionTests
{
    [Fact]
    public void Factors_before_and_behind_a_product_are_its_own()
    {
        Graph graph = Fused(Attention().Output("y"));
        Assert.Equal(["product_node, scaled_node, y_node"], graph.Nodes.Select(node => node.Name));
        Assert.Equal(new ScaledMatMul(0.5f / 4), graph.Nodes[0].Operator);
        Assert.Equal(["a", "b"], graph.Nodes[0].Inputs.ToArray());
        Assert.Equal("y", graph.Nodes[0].Output);
    }

    [Fact]
    public void A_factor_that_somebody_else_reads_stays()
    {
        Graph graph = Fused(Attention().Output("y", "scaled", "product"));
        Assert.Equal(["scaled", "product", "y"], graph.Nodes.Select(node => node.Output));
        Assert.IsType<MatMul>(graph.Nodes[1].Operator);
    }

    [Fact]
    public void A_normalization_takes_in_the_sum_before_it()
    {
        Graph graph = Fused(Normalization().Output("y"));
        Node node = Assert.Single(graph.Nodes);
        Assert.IsType<FusedNormalization>(node.Operator);
        Assert.Equal(["a", "b", "scale", "bias"], node.Inputs.ToArray());
        Assert.Equal(["y", "", ""], node.Outputs.ToArray());
    }

    [Fact]
    public void A_sum_that_others_read_is_a_result_of_the_normalization()
    {
        Graph graph = Fused(Normalization().Node("Relu", "sum", "z").Output("z", "y"));
        Assert.Equal(["y", "sum", ""], graph.Nodes[0].Outputs.ToArray());
        Assert.Equal("sum", graph.Nodes[1].Inputs[0]);
    }

    [Fact]
    public void A_normalization_gives_the_bytes_that_are_read_of_it()
    {
        Graph graph = Normalization().Node("Flatten", "y", "rows").Node("Relu", "rows", "z").Output("z").Normalize();
        var quantization = new Ir.Quantization(0.5f, 7);
        graph = graph with
        {
            Nodes = graph.Nodes.Replace(graph.Nodes[^1], graph.Nodes[^1] with { Operator = new Quantize() }),
            Values = graph.Values.SetItem("z", graph.Values["z"] with { Type = ElementType.UInt8, Quantization = quantization }),
        };
        graph = StepFusion.Run(graph);
        Assert.Equal(["", "", "y/bytes"], graph.Nodes[0].Outputs.ToArray());
        Assert.Equal(quantization, graph.QuantizationOf("y/bytes"));
        Assert.IsType<Reshape>(graph.Nodes[1].Operator);
        Assert.Equal(2, graph.Nodes.Length);
    }

    [Fact]
    public void A_normalization_whose_mean_is_read_stays()
    {
        Graph graph = Fused(new ModelBuilder(17).Input("a", 2, 5).Constant("scale", Tensor.Floats(1, 2, 3, 4, 5)).Node("LayerNormalization", "a scale", "y mean").Output("y", "mean"));
        Assert.IsType<LayerNormalization>(Assert.Single(graph.Nodes).Operator);
    }

    private static ModelBuilder Normalization() => new ModelBuilder(17).Input("a", 2, 3, 5).Input("b", 2, 3, 5)
        .Constant("scale", Tensor.Floats(1, 2, 3, 4, 5)).Constant("bias", Tensor.Floats(5, 4, 3, 2, 1))
        .Node("Add", "a b", "sum").Node("LayerNormalization", "sum scale bias", "y");

    private static ModelBuilder Attention() => new ModelBuilder().Input("a", 2, 3, 4).Input("b", 2, 4, 5)
        .Constant("half", Tensor.Create([], [0.5f])).Constant("four", Tensor.Create([1], [4f]))
        .Node("Mul", "half a", "scaled").Node("MatMul", "scaled b", "product").Node("Div", "product four", "y");

    private static Graph Fused(ModelBuilder builder) => StepFusion.Run(builder.Normalize());
}
