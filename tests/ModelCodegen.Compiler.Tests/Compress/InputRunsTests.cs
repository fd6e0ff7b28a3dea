using ModelCodegen.Compiler.Compress;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Tests.Compress;

public sealed class InputRunsTests
{
    [Fact]
    public void Taps_of_a_kernel_row_are_one_run() =>
        Assert.Equal([[0, 6, 1, 7, 2, 8], [3, 9, 4, 10, 5, 11]], OfConv(new Conv { KernelShape = [2, 3] }, 2, 2, 3));

    [Theory]
    [InlineData(2, 1)]
    [InlineData(1, 2)]
    public void Taps_that_are_not_adjacent_are_runs_of_their_own(int group, int dilation) =>
        Assert.Equal([[0, 4], [1, 5], [2, 6], [3, 7]], OfConv(new Conv { KernelShape = [2, 2], Group = group, Dilations = [1, dilation] }, 2, 2, 2));

    [Fact]
    public void Rows_may_lie_apart() =>
        Assert.Equal([[0, 4, 1, 5], [2, 6, 3, 7]], OfConv(new Conv { KernelShape = [2, 2], Dilations = [3, 1] }, 2, 2, 2));

    [Fact]
    public void One_dimension_is_one_row() => Assert.Equal([[0, 3, 1, 4, 2, 5]], OfConv(new Conv { KernelShape = [3] }, 2, 3));

    [Fact]
    public void A_row_of_a_matrix_is_one_run() => Assert.Equal([Enumerable.Range(0, 6)], Of(Product(flattened: false), 0));

    [Fact]
    public void A_flattened_map_is_read_channels_last() => Assert.Equal([[0, 2, 4, 1, 3, 5]], Of(Product(flattened: true), 1));

    private static int[][] OfConv(Conv conv, params int[] weights)
    {
        var empty = new Graph();
        return Of(empty with { Nodes = [new Node("conv", conv, ["x", "w"], ["y"])], Constants = empty.Constants.Add("w", Tensor.Zeros(ElementType.Float32, [4, .. weights])) }, 0);
    }

    private static int[][] Of(Graph graph, int node) => InputRuns.Of(graph.Nodes[node], graph, graph.Producers());

    // A product of 6 inputs; flattened ones are 3 channels of a row of 2 pixels.
    private static Graph Product(bool flattened)
    {
        var empty = new Graph();
        var gemm = new Node("gemm", new Gemm(), ["x", "w"], ["y"]);
        return empty with
        {
            Inputs = ["map"],
            Outputs = ["y"],
            Nodes = flattened ? [new Node("flatten", new Reshape(), ["map"], ["x"]), gemm] : [gemm],
            Constants = empty.Constants.Add("w", Tensor.Zeros(ElementType.Float32, [6, 5])),
            Values = empty.Values
                .Add("map", new ValueInfo(ElementType.Float32, [1, 3, 1, 2]))
                .Add("x", new ValueInfo(ElementType.Float32, [1, 6]))
                .Add("y", new ValueInfo(ElementType.Float32, [1, 5])),
        };
    }
}
