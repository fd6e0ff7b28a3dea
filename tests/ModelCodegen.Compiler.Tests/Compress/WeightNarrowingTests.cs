using ModelCodegen.Compiler.Compress.Quantization;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Tests.Compress;

public sealed class WeightNarrowingTests
{
    /// <summary>Each channel has its own power of two, so that neither large nor small weights leave the range of 16-bit floats.</summary>
    [Theory]
    [InlineData(1f)]
    [InlineData(3e38f)]
    [InlineData(1e-30f)]
    public void Halves_keep_eleven_digits_of_any_size(float size)
    {
        var random = new Random(1);
        float[] weights = [.. Enumerable.Range(0, 64).Select(_ => size * ((random.NextSingle() * 2) - 1))];
        (Tensor halves, float scale) = Narrow(weights);
        Assert.Equal(0, MathF.ILogB(scale) - Math.Log2(scale), 6);
        for (int i = 0; i < weights.Length; i++)
        {
            Assert.Equal(1, ((double)halves.Values<Half>()[i] * scale) / weights[i], 1.0 / 2048);
        }
    }

    [Fact]
    public void No_half_is_subnormal()
    {
        (Tensor halves, _) = Narrow([1, 1e-7f, 1e-8f, 1e-9f, -1e-9f, 1e-12f, 0]);
        Assert.All(halves.Values<Half>().ToArray(), half => Assert.True(half == Half.Zero || Half.IsNormal(half), $"{half}"));
        Assert.NotEqual(Half.Zero, halves.Values<Half>()[2]);
        Assert.Equal(Half.Zero, halves.Values<Half>()[5]);
    }

    [Fact]
    public void Weights_of_nothing_but_zeros_stay_so()
    {
        (Tensor halves, float scale) = Narrow([0, 0]);
        Assert.Equal([Half.Zero, Half.Zero], halves.Values<Half>().ToArray());
        Assert.Equal(1, scale);
    }

    private static (Tensor Weights, float Scale) Narrow(float[] weights)
    {
        var empty = new Graph();
        var graph = new Graph
        {
            Inputs = ["x"],
            Outputs = ["y"],
            Nodes = [new Node("layer", new Gemm(), ["x", "w"], ["y"])],
            Constants = empty.Constants.Add("w", Tensor.Create([weights.Length, 1], weights)),
            Values = empty.Values.Add("x", new ValueInfo(ElementType.Float32, [1, weights.Length])).Add("y", new ValueInfo(ElementType.Float32, [1, 1])),
        };
        Graph narrow = WeightNarrowing.Run(graph, ElementType.Float16, []);
        string name = narrow.Nodes.Single().Inputs[1];
        return (narrow.Constants[name], narrow.WeightScales[name].Single());
    }
}
