using ModelCodegen.Compiler.Compress.Quantization;
using ModelCodegen.Compiler.Compress.Recovery;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Normalize;
using ModelCodegen.Compiler.Reference;

namespace ModelCodegen.Compiler.Tests.Compress.Recovery;

public sealed class ChannelSplittingTests
{
    private const int Channels = 32;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_lonely_channel_becomes_two_of_half_its_size(bool lonely)
    {
        var random = new Random(1);
        Tensor w1 = ModelBuilder.Random(random, Channels, 3, 3, 3);
        Tensor w2 = ModelBuilder.Random(random, 8, Channels, 1, 1);
        Tensor w3 = ModelBuilder.Random(random, Channels, 8);
        Tensor b1 = ModelBuilder.Random(random, Channels);
        if (lonely)
        {
            // Channel 5 is large, and what reads it cannot make up for it: its weights are as large as the others.
            w1.Writable<float>().Slice(5 * 27, 27).Fill(4);
            b1.Writable<float>()[5] = 30;
        }

        Graph graph = ActivationSplitter.Split(Normalizer.Fuse(new ModelBuilder()
            .Input("x", 1, 3, 8, 8)
            .Constant("w1", w1).Constant("b1", b1).Constant("w2", w2).Constant("w3", w3).Constant("b3", ModelBuilder.Random(random, 8))
            .Node("Conv", "x w1 b1", "a").Node("Relu", "a", "b").Node("MaxPool", "b", "c", ("kernel_shape", new[] { 2, 2 }))
            .Node("Conv", "c w2", "y").Node("GlobalAveragePool", "c", "d").Node("Flatten", "d", "e").Node("Gemm", "e w3 b3", "z")
            .Output("y", "z").Normalize()));
        IReadOnlyDictionary<string, Tensor>[] samples =
            [.. Enumerable.Range(0, 8).Select(i => new Dictionary<string, Tensor> { ["x"] = ModelBuilder.Random(new Random(i), 1, 3, 8, 8) })];

        Graph split = ChannelSplitting.Run(graph, samples, _ => { }, default);

        Assert.Equal(Channels + (lonely ? 1 : 0), split.Shape("c")[1]);
        foreach (IReadOnlyDictionary<string, Tensor> sample in samples)
        {
            IReadOnlyDictionary<string, Tensor> expected = ReferenceEvaluator.Run(graph, sample);
            IReadOnlyDictionary<string, Tensor> actual = ReferenceEvaluator.Run(split, sample);
            foreach (string output in (string[])["y", "z"])
            {
                float largest = expected[output].ToFloat().Max(Math.Abs);
                Assert.All(expected[output].ToFloat().Zip(actual[output].ToFloat()), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, 1e-5f * largest));
            }
        }
    }
}
