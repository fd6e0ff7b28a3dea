using System.Collections.Immutable;
using ModelCodegen.Compiler.Compress.Quantization;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Tests.Compress;

public sealed class WeightQuantizerTests
{
    private static readonly Node Gemm = new("gemm", new Gemm(), ["x", "w", "b"], ["y"]);

    [Fact]
    public void Each_channel_reaches_127_and_is_within_half_a_step()
    {
        Tensor weights = ModelBuilder.Random(new Random(1), 20, 5);
        (Tensor codes, ImmutableArray<float> scales) = WeightQuantizer.Quantize(Gemm, weights, null, null);
        ReadOnlySpan<sbyte> values = codes.Values<sbyte>();
        for (int c = 0; c < 5; c++)
        {
            int largest = 0;
            for (int k = 0; k < 20; k++)
            {
                sbyte code = values[(k * 5) + c];
                largest = Math.Max(largest, Math.Abs((int)code));
                Assert.InRange(Math.Abs((code * scales[c]) - weights.Values<float>()[(k * 5) + c]), 0, scales[c] * 0.5001f);
            }

            Assert.Equal(127, largest);
        }
    }

    [Fact]
    public void A_dead_channel_gets_zeros()
    {
        Tensor weights = Tensor.Create([2, 2], [0f, 1, 0, -1]);
        (Tensor codes, ImmutableArray<float> scales) = WeightQuantizer.Quantize(Gemm, weights, null, null);
        Assert.Equal([0, 127, 0, -127], codes.Values<sbyte>().ToArray());
        Assert.Equal(1, scales[0]);
    }

    [Fact]
    public void Zeros_stay_zero()
    {
        float[] values = [.. Enumerable.Range(0, 64).Select(i => i % 3 == 0 ? 0f : i - 31.5f)];
        Tensor codes = WeightQuantizer.Quantize(Gemm, Tensor.Create([8, 8], values), null, null).Weights;
        Assert.All(Enumerable.Range(0, 64).Where(i => i % 3 == 0), i => Assert.Equal(0, codes.Values<sbyte>()[i]));
    }

    [Fact]
    public void Weights_become_coarser_where_the_bias_would_overflow()
    {
        Tensor weights = Tensor.Create([1, 2], [1e-6f, 1f]);
        float[] bias = [1000, 1000];
        (_, ImmutableArray<float> scales) = WeightQuantizer.Quantize(Gemm, weights, bias, inputScale: 1e-5f);
        Tensor codes = WeightQuantizer.QuantizeBias(bias, 1e-5f, scales);
        for (int c = 0; c < 2; c++)
        {
            Assert.InRange(codes.Values<int>()[c], 1, 1 << 30);
            Assert.Equal(1000, codes.Values<int>()[c] * 1e-5 * scales[c], 0);
        }
    }
}
