using ModelCodegen.Compiler.Compress.Quantization;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Compiler.Normalize;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Tests.Compress;

public sealed class ActivationSplitterTests
{
    [Fact]
    public void A_clamp_stays_in_a_layer_but_not_in_a_maximum_pool_which_only_moves_bytes()
    {
        Graph graph = Normalizer.Fuse(new ModelBuilder(17)
            .Input("x", 1, 1, 8, 8).Output("y")
            .Constant("w", ModelBuilder.Random(new Random(1), 2, 1, 3, 3))
            .Node("Conv", "x w", "c").Node("Relu", "c", "r")
            .Node("MaxPool", "r", "p", ("kernel_shape", new[] { 2, 2 })).Node("Clip", "p low high", "y")
            .Constant("low", Tensor.Create([], [-1f])).Constant("high", Tensor.Create([], [0.5f]))
            .Normalize());

        Graph split = ActivationSplitter.Split(graph);

        Assert.Equal(["Conv", "Pool", "Clip"], split.Nodes.Select(node => node.Operator.Name));
        Assert.Equal(Activation.Relu, ((Conv)split.Nodes[0].Operator).Activation);
        Assert.True(((Pool)split.Nodes[1].Operator).Activation.IsNone);
    }
}
