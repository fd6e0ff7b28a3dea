using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Compiler.Lower.Fusion;

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

    private static ModelBuilder Attention() => new ModelBuilder().Input("a", 2, 3, 4).Input("b", 2, 4, 5)
        .Constant("half", Tensor.Create([], [0.5f])).Constant("four", Tensor.Create([1], [4f]))
        .Node("Mul", "half a", "scaled").Node("MatMul", "scaled b", "product").Node("Div", "product four", "y");

    private static Graph Fused(ModelBuilder builder) => StepFusion.Run(builder.Normalize());
}
