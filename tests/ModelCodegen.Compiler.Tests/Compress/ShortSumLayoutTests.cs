using ModelCodegen.Compiler.Compress.Quantization;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Tests.Compress;

public sealed class ShortSumLayoutTests
{
    [Fact]
    public void Pairs_of_quads_go_together_within_a_run()
    {
        // 12 inputs are 3 quads: two of them are summed together, the third one is alone.
        var layout = new ShortSumLayout([[.. Enumerable.Range(0, 12)], [.. Enumerable.Range(12, 5)]], 2);
        Assert.Equal([0, 0, 1, 1, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 4], Enumerable.Range(0, 17).Select(layout.SumOf));
        Assert.Equal(6, layout.Count);
    }

    [Fact]
    public void Inputs_are_taken_in_the_order_of_memory()
    {
        var layout = new ShortSumLayout([[3, 0, 2, 1]], 1);
        Assert.Equal([0, 1, 1, 0], Enumerable.Range(0, 4).Select(layout.SumOf));
    }

    [Theory]
    [InlineData(2, 64, 0, 0, 0, 64, 0, 0, 0)]
    [InlineData(1, 64, 0, 0, 0, 65, 0, 0, 0)]
    [InlineData(2, 64, 0, 127, 0, 0, 64, 0, 1)]
    [InlineData(2, 127, -128, 0, 0, 1, 0, 0, 0)]
    [InlineData(1, 127, -128, 0, 0, 1, -1, 0, 0)]
    [InlineData(2, 127, 1, 127, 1, -127, -1, -64, -64)]
    [InlineData(2, 100, 0, -100, 0, -100, 0, 100, 0)]
    [InlineData(0, 0, 127, 0, 0, 2, 127, 0, 0)]
    [InlineData(0, 127, 2, 0, 0, 0, 0, 0, 0)]
    [InlineData(0, 0, 0, -127, -2, 0, 0, 0, 0)]
    public void The_most_quads_are_those_whose_sums_hold(int quads, params int[] codes)
    {
        sbyte[] row = Array.ConvertAll(codes, code => (sbyte)code);
        int[][] runs = [[.. Enumerable.Range(0, 8)]];
        Assert.Equal(quads, ShortSumLayout.QuadsOf([new sbyte[8], row], runs, ShortSums.MostQuads));
        Assert.Equal(Math.Min(1, quads), ShortSumLayout.QuadsOf([row], runs, 1));
    }

    [Fact]
    public void A_run_has_no_more_quads_than_inputs() => Assert.Equal(1, ShortSumLayout.QuadsOf([new sbyte[8]], [[0, 1, 2, 3], [4, 5, 6, 7]], ShortSums.MostQuads));

    [Fact]
    public void The_least_scale_takes_the_largest_sum_to_the_limit()
    {
        var layout = new ShortSumLayout([[.. Enumerable.Range(0, 8)]], 2);
        Assert.Equal(5.0 / 128, layout.LeastScale([1, -3, 0, 0, 4, -1, 2, 2]));
        Assert.Equal(6.0 / 128, layout.LeastScale([1, -3, 0, 0, 4, -3, 2, 2]));
        Assert.Equal(0, layout.LeastScale(new float[8]));
    }

    [Fact]
    public void Codes_that_were_most_rounded_up_make_way()
    {
        // 30.6 + 30.7 + 30.8 + 35.9 = 128, but the nearest codes are 31, 31, 31 and 36.
        float[] weights = [30.6f, 30.7f, 0, 0, 30.8f, 35.9f, 0, 0];
        sbyte[] codes = Array.ConvertAll(weights, weight => (sbyte)MathF.Round(weight));
        new ShortSumLayout([[.. Enumerable.Range(0, 8)]], 2).Fit(weights, 1, codes);
        Assert.Equal([30, 31, 0, 0, 31, 36, 0, 0], codes.Select(code => (int)code));
    }

    [Fact]
    public void Room_is_taken_once_per_sum_and_sign()
    {
        var room = new ShortSumRoom(new ShortSumLayout([[.. Enumerable.Range(0, 8)]], 2));
        Assert.Equal([100, 28, -100, -28, 127], [room.Take(0, 100), room.Take(1, 100), room.Take(4, -100), room.Take(5, -127), room.Take(2, 127)]);
        Assert.Equal([0, 0, 1], [room.Take(0, 1), room.Take(0, -1), room.Take(7, 100)]);
    }
}
