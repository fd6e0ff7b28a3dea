using ModelCodegen.Compiler.Compress.Quantization;
using ModelCodegen.Compiler.Compress.Recovery;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Normalize;
using ModelCodegen.Compiler.Reference;

namespace ModelCodegen.Compiler.Tests.Compress.Recovery;

public sealed class EqualizationTests
{
    private const int Channels = 16;

    [Fact]
    public void Residual_convolutions_compute_the_same_with_even_channels() => Check(
        channels => new ModelBuilder()
            .Input("x", 1, 3, 9, 9)
            .Constant("w1", Spread(channels, 1, Channels, 3, 3, 3)).Constant("b1", Spread(channels, 2, Channels))
            .Constant("w2", Spread(channels, 3, 24, Channels, 1, 1, reads: true))
            .Constant("w3", Spread(channels, 4, Channels, 24, 1, 1))
            .Constant("w4", Spread(channels, 5, 8, Channels, 3, 3, reads: true))
            .Node("Conv", "x w1 b1", "a", ("pads", new[] { 1, 1, 1, 1 }))
            .Node("Conv", "a w2", "c").Node("Relu", "c", "d").Node("Conv", "d w3", "e")
            .Node("Add", "a e", "s").Node("Conv", "s w4", "y"),
        "s");

    [Fact]
    public void Depthwise_convolutions_pooling_and_products_carry_factors_on() => Check(
        channels => new ModelBuilder()
            .Input("x", 1, 3, 8, 8)
            .Constant("w1", Spread(channels, 1, Channels, 3, 1, 1))
            .Constant("w2", Spread(null, 2, Channels, 1, 3, 3))
            .Constant("w3", Spread(channels, 3, 10, Channels, reads: true))
            .Constant("half", Tensor.Floats(0.5f))
            .Node("Conv", "x w1", "a").Node("Relu", "a", "b")
            .Node("Conv", "b w2", "c", ("group", Channels)).Node("MaxPool", "c", "d", ("kernel_shape", new[] { 2, 2 }), ("strides", new[] { 2, 2 }))
            .Node("GlobalAveragePool", "d", "e").Node("Mul", "e half", "g").Node("Flatten", "g", "f")
            .Node("Gemm", "f w3", "y", ("transB", 1)),
        "b");

    [Fact]
    public void Normalizations_scale_what_products_read() => Check(
        channels => new ModelBuilder()
            .Input("x", 1, 5, Channels)
            .Constant("scale", Spread(channels, 1, Channels)).Constant("bias", Spread(channels, 2, Channels))
            .Constant("w", Transposed(Spread(channels, 3, 12, Channels, reads: true)))
            .Node("LayerNormalization", "x scale bias", "n", ("axis", -1))
            .Node("MatMul", "n w", "y"),
        "n");

    [Fact]
    public void What_is_clipped_stays_clipped()
    {
        // Some channels reach 6, others stay far below.
        float[] factors = Array.ConvertAll(Factors(2), factor => factor / 30);
        Graph graph = new ModelBuilder()
            .Input("x", 1, 3, 9, 9)
            .Constant("w1", Spread(factors, 1, Channels, 3, 3, 3))
            .Constant("w2", Spread(factors, 2, 8, Channels, 1, 1, reads: true))
            .Constant("low", Tensor.Create<float>([], [0])).Constant("high", Tensor.Create<float>([], [6]))
            .Node("Conv", "x w1", "a").Node("Clip", "a low high", "b").Node("Conv", "b w2", "y").Output("y").Normalize();
        graph = ActivationSplitter.Split(Normalizer.Fuse(graph));
        IReadOnlyDictionary<string, Tensor>[] samples = Samples(graph, 20);
        Assert.Contains(samples, sample => Value(graph, sample, "b").Contains(6));

        Graph equalized = Equalization.Run(graph, samples, _ => { }, default);

        Assert.NotSame(graph.Constants, equalized.Constants);
        Assert.All(samples, sample => Close(Value(graph, sample, "y"), Value(equalized, sample, "y")));
    }

    [Fact]
    public void Nonlinear_functions_and_outputs_stand_in_the_way()
    {
        Graph graph = new ModelBuilder()
            .Input("x", 1, 3, 5, 5)
            .Constant("w1", Spread(Factors(1), 1, Channels, 3, 1, 1)).Constant("w2", Spread(null, 2, Channels, Channels, 1, 1)).Constant("w3", Spread(null, 3, 4, Channels, 1, 1))
            .Node("Conv", "x w1", "a").Node("Sigmoid", "a", "b").Node("Conv", "b w2", "c").Node("Conv", "c w3", "d").Output("c", "d").Normalize();
        Assert.Empty(ChannelClasses.Find(ActivationSplitter.Split(Normalizer.Fuse(graph))));
    }

    private static void Check(Func<float[], ModelBuilder> build, string wide)
    {
        Graph graph = ActivationSplitter.Split(Normalizer.Fuse(build(Factors(1)).Output("y").Normalize()));
        IReadOnlyDictionary<string, Tensor>[] samples = Samples(graph, 8);
        Graph equalized = Equalization.Run(graph, samples, _ => { }, default);
        Assert.All(samples, sample => Close(Value(graph, sample, "y"), Value(equalized, sample, "y")));
        Assert.InRange(Unevenness(equalized), 0, Unevenness(graph) / 8);

        // The largest range of a channel by the least.
        double Unevenness(Graph network)
        {
            int axis = network.Shape(wide).Length == 4 ? 1 : network.Shape(wide).Length - 1;
            float[] largest = ChannelStatistics.Observe(network, samples, new Dictionary<string, int> { [wide] = axis }, default)[wide].Largest;
            return largest.Max() / largest.Min();
        }
    }

    private static float[] Factors(int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, Channels).Select(_ => MathF.Pow(100, random.NextSingle()))];
    }

    // Weights whose output channels are multiplied, or whose input channels (dimension 1) are divided, by factors.
    private static Tensor Spread(float[]? factors, int seed, int d0, int d1 = 0, int d2 = 0, int d3 = 0, bool reads = false)
    {
        int[] shape = [.. new[] { d0, d1, d2, d3 }.Where(extent => extent > 0)];
        Tensor weights = ModelBuilder.Random(new Random(seed), shape);
        int axis = reads ? 1 : 0;
        int inner = shape[(axis + 1)..].Aggregate(1, (a, b) => a * b);
        Span<float> values = weights.Writable<float>();
        for (int i = 0; i < values.Length && factors is not null; i++)
        {
            float factor = factors[i / inner % shape[axis] % factors.Length];
            values[i] *= reads ? 1 / factor : factor;
        }

        return weights;
    }

    private static Tensor Transposed(Tensor matrix)
    {
        (int rows, int columns) = (matrix.Shape[0], matrix.Shape[1]);
        return Tensor.Create([columns, rows], [.. Enumerable.Range(0, rows * columns).Select(i => matrix.Values<float>()[(i % rows * columns) + (i / rows)])]);
    }

    private static IReadOnlyDictionary<string, Tensor>[] Samples(Graph graph, int count) =>
        [.. Enumerable.Range(0, count).Select(i => new Dictionary<string, Tensor> { ["x"] = ModelBuilder.Random(new Random(i), [.. graph.Shape("x")]) })];

    private static float[] Value(Graph graph, IReadOnlyDictionary<string, Tensor> sample, string name)
    {
        float[]? found = null;
        ReferenceEvaluator.Run(graph, sample, (value, tensor) => found = value == name ? [.. tensor.Values<float>()] : found);
        return found!;
    }

    private static void Close(float[] expected, float[] actual)
    {
        float largest = expected.Max(Math.Abs);
        Assert.All(expected.Zip(actual), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, 1e-5f * largest));
    }
}
