using ModelCodegen.Compiler.Compress.Quantization;
using ModelCodegen.Compiler.Compress.Recovery;

namespace ModelCodegen.Compiler.Tests.Compress.Recovery;

public sealed class AdaptiveRoundingTests
{
    private const int Depth = 40;
    private const int Limit = 7;

    [Fact]
    public void Errors_on_inputs_that_go_together_cancel_out()
    {
        var random = new Random(5);
        double[] moments = SymmetricMatrixTests.Moments(Depth, random);
        var rounding = new AdaptiveRounding(moments, Depth, 1000);
        Assert.True(rounding.Prepare());
        double before = 0;
        double after = 0;
        for (int channel = 0; channel < 20; channel++)
        {
            float[] weights = [.. Enumerable.Range(0, Depth).Select(k => k % 10 == 3 ? 0 : (random.NextSingle() * 2) - 1)];
            const float scale = 1f / Limit;
            sbyte[] nearest = Array.ConvertAll(weights, weight => (sbyte)MathF.Round(weight / scale, MidpointRounding.ToEven));
            sbyte[] codes = [.. nearest];
            rounding.Round(weights, scale, Limit, codes);
            before += Error(moments, weights, nearest, scale);
            after += Error(moments, weights, codes, scale);
            Assert.All(codes, code => Assert.InRange(code, -Limit, Limit));
            Assert.All(weights.Zip(codes).Where(pair => pair.First == 0), pair => Assert.Equal(0, pair.Second));
        }

        Assert.InRange(after, 0, before / 2);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Codes_stay_within_sums_of_16_bits(int quads)
    {
        var random = new Random(6);
        double[] moments = SymmetricMatrixTests.Moments(Depth, random);
        var rounding = new AdaptiveRounding(moments, Depth, 1000);
        Assert.True(rounding.Prepare());
        int[][] runs = [[.. Enumerable.Range(0, Depth)]];
        var sums = new ShortSumLayout(runs, quads);
        double before = 0;
        double after = 0;
        int free = 0;
        for (int channel = 0; channel < 20; channel++)
        {
            float[] weights = [.. Enumerable.Range(0, Depth).Select(_ => (random.NextSingle() * 2) - 1)];
            float scale = (float)sums.LeastScale(weights);
            sbyte[] nearest = Array.ConvertAll(weights, weight => (sbyte)MathF.Round(weight / scale, MidpointRounding.ToEven));
            sums.Fit(weights, scale, nearest);
            sbyte[] codes = [.. nearest];
            sbyte[] unbounded = [.. nearest];
            rounding.Round(weights, scale, sbyte.MaxValue, codes, sums);
            rounding.Round(weights, scale, sbyte.MaxValue, unbounded);
            before += Error(moments, weights, nearest, scale);
            after += Error(moments, weights, codes, scale);
            Assert.Equal(quads, ShortSumLayout.QuadsOf([codes], runs, quads));
            free += ShortSumLayout.QuadsOf([unbounded], runs, quads) < quads ? 1 : 0;
        }

        Assert.InRange(after, 0, before / 2);
        Assert.True(free > 0, "without bounds some sums would be too large");
    }

    [Fact]
    public void Inputs_that_are_always_zero_say_nothing() => Assert.False(new AdaptiveRounding(new double[9], 3, 100).Prepare());

    private static double Error(double[] moments, float[] weights, sbyte[] codes, float scale)
    {
        double sum = 0;
        for (int i = 0; i < Depth; i++)
        {
            for (int j = 0; j < Depth; j++)
            {
                sum += (weights[i] - (codes[i] * scale)) * moments[(i * Depth) + j] * (weights[j] - (codes[j] * scale));
            }
        }

        return sum;
    }
}
