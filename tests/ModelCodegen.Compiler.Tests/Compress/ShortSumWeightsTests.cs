using System.Collections.Immutable;
using ModelCodegen.Compiler.Compress;
using ModelCodegen.Compiler.Compress.Quantization;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Tests.Compress;

/// <summary>Weights that are quantized so that their products may be summed in 16 bits, and which ones are.</summary>
public sealed class ShortSumWeightsTests
{
    private const int Depth = 44;
    private const int Channels = 400;
    private static readonly int[][] Runs = [[.. Enumerable.Range(0, 21)], [.. Enumerable.Range(21, 23).Reverse()]];

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(1, 3)]
    [InlineData(2, 3)]
    public void Codes_hold_and_are_near(int quads, int power)
    {
        // The cubes of normal numbers have heavy tails.
        Tensor weights = Normal(new Random(1), power, Depth, Channels);
        var node = new Node("gemm", new Gemm(), ["x", "w"], ["y"]);
        var layout = new ShortSumLayout(Runs, quads);
        (Tensor codes, ImmutableArray<float> scales) = WeightQuantizer.Quantize(node, weights, null, null, layout);
        float[][] rows = WeightedNodes.ByChannel<float>(node, weights);
        sbyte[][] rounded = WeightedNodes.ByChannel<sbyte>(node, codes);
        Assert.InRange(ShortSumLayout.QuadsOf(rounded, Runs, ShortSums.MostQuads), quads, ShortSums.MostQuads);
        for (int c = 0; c < Channels; c++)
        {
            Assert.Equal(Math.Max(layout.LeastScale(rows[c]), WeightQuantizer.ScaleOf(rows[c])), scales[c], scales[c] * 1e-6);
            for (int k = 0; k < Depth; k++)
            {
                double real = rows[c][k] / scales[c];
                Assert.InRange(Math.Abs((double)rounded[c][k]) - Math.Abs(real), quads == 1 ? -0.5001 : -0.7501, 0.5001);
                Assert.True(Math.Abs(rounded[c][k] - Math.Round(real)) <= 1);
                Assert.True(rounded[c][k] * real >= 0);
            }
        }
    }

    [Fact]
    public void Usual_weights_get_two_quads_where_other_layers_leave_room()
    {
        Graph graph = Layer(new Conv { KernelShape = [3, 3] }, Normal(new Random(2), 1, 16, 12, 3, 3), [1, 16, 4, 4]);
        Assert.Equal(2, Quads(graph, graph.Nodes));
        Assert.Equal(1, Quads(graph, [graph.Nodes[0]]));
    }

    [Fact]
    public void Last_layers_get_one_quad() =>
        Assert.Equal(1, Quads(Layer(new Conv { KernelShape = [3, 3] }, Normal(new Random(2), 3, 16, 12, 3, 3), [1, 16, 4, 4], isLast: true)));

    [Fact]
    public void Weights_that_sums_make_too_coarse_stay_fine() =>
        Assert.Equal(0, Quads(Layer(new Conv { KernelShape = [3, 3] }, Tensor.Create([16, 12, 3, 3], Enumerable.Repeat(0.1f, 16 * 12 * 9).ToArray()), [1, 16, 4, 4])));

    [Fact]
    public void What_suits_winograds_method_stays_fine() =>
        Assert.Equal(0, Quads(Layer(new Conv { KernelShape = [3, 3] }, Normal(new Random(2), 3, 32, 16, 3, 3), [1, 32, 8, 8])));

    [Fact]
    public void Single_pixels_stay_fine()
    {
        Assert.Equal(0, Quads(Layer(new Conv { KernelShape = [3, 3] }, Normal(new Random(4), 1, 16, 12, 3, 3), [1, 16, 1, 1])));
        Assert.Equal(0, Quads(Layer(new Gemm(), Normal(new Random(5), 1, 64, 10), [1, 10])));
        Assert.Equal(2, Quads(Layer(new Gemm(), Normal(new Random(5), 3, 64, 10), [2, 10])));
    }

    [Fact]
    public void Depthwise_layers_sum_columns()
    {
        Graph graph = Layer(new Conv { KernelShape = [3, 3], Group = 16 }, Normal(new Random(3), 3, 16, 1, 3, 3), [1, 16, 4, 4]);
        ShortSumLayout layout = new ShortSumChoice(graph, graph.Nodes).Of(graph.Nodes[0])!;

        // Two rows of three columns, and the third row beside them.
        Assert.Equal([0, 0, 0, 0, 0, 0, 1, 1, 1], Enumerable.Range(0, 9).Select(layout.SumOf));
    }

    [Fact]
    public void Several_outputs_of_a_channel_are_no_depthwise_sums()
    {
        Graph graph = Layer(new Conv { KernelShape = [3, 3], Group = 16 }, Normal(new Random(3), 3, 32, 1, 3, 3), [1, 32, 4, 4]);
        ShortSumLayout layout = new ShortSumChoice(graph, graph.Nodes).Of(graph.Nodes[0])!;
        Assert.Equal(9, Enumerable.Range(0, 9).Select(layout.SumOf).Distinct().Count());
    }

    [Fact]
    public void A_layer_without_inputs_gives_zeros()
    {
        Graph graph = Layer(new Gemm(), Tensor.Create([0, 3], Array.Empty<float>()), [2, 3]);
        Node node = graph.Nodes[0];
        (Tensor codes, _) = WeightQuantizer.Quantize(node, graph.Constants["w"], null, null, new ShortSumChoice(graph, [node]).Of(node));
        Assert.Equal(0, codes.Length);
    }

    // How many quads the choice sums, told by whether inputs 0 and 4 share a sum.
    private static int Quads(Graph graph, IEnumerable<Node>? layers = null)
    {
        ShortSumLayout? layout = new ShortSumChoice(graph, layers ?? [graph.Nodes[0]]).Of(graph.Nodes[0]);
        int[] run = InputRuns.Of(graph.Nodes[0], graph, graph.Producers())[0];
        return layout is null ? 0 : layout.SumOf(run[0]) == layout.SumOf(run[4]) ? 2 : 1;
    }

    // A layer and, if it is not the last one, another, whose weights are so few that sums cost nothing.
    private static Graph Layer(Operator op, Tensor weights, ImmutableArray<int> output, bool isLast = false)
    {
        var empty = new Graph();
        return empty with
        {
            Inputs = ["x"],
            Outputs = ["y"],
            Nodes = [new Node("layer", op, ["x", "w"], ["y"]), .. isLast ? Array.Empty<Node>() : [new Node("next", new MatMul(), ["y", "v"], ["z"])]],
            Constants = empty.Constants.Add("w", weights).Add("v", Tensor.Create([output[^1], 1], [1f, .. new float[output[^1] - 1]])),
            Values = empty.Values.Add("x", new ValueInfo(ElementType.Float32, op is Conv conv ? [1, weights.Shape[1] * conv.Group, 6, 6] : [output[0], weights.Shape[0]])).Add("y", new ValueInfo(ElementType.Float32, output)).Add("z", new ValueInfo(ElementType.Float32, [.. output.Take(output.Length - 1), 1])),
        };
    }

    private static Tensor Normal(Random random, int power, params int[] shape)
    {
        var values = new float[ShapeArithmetic.Length(shape)];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (float)Math.Pow(Enumerable.Range(0, 12).Sum(_ => random.NextDouble()) - 6, power);
        }

        return Tensor.Create([.. shape], values);
    }
}
