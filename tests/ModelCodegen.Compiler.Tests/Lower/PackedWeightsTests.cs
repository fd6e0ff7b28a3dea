using ModelCodegen.Compiler.Lower;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Tests.Lower;

public sealed class PackedWeightsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(20)]
    [InlineData(50)]
    public void Bytes_lie_by_block_tap_group_and_channel(int channels)
    {
        var random = new Random(channels);
        sbyte[][] rows = Rows(random, channels, 18);
        var walk = new KernelWalk(2, 100, 3, 10, 3, [.. Enumerable.Range(0, 18)]);
        PackedWeights<sbyte> packed = PackedWeights<sbyte>.Pack(rows, 1, walk, ElementType.UInt8);
        Assert.Null(packed.BlockStarts);
        int start = 0;
        int first = 0;
        foreach (int width in ChannelLayout.BlockWidths(channels))
        {
            for (int tap = 0; tap < 6; tap++)
            {
                for (int c = 0; c < width; c++)
                {
                    for (int i = 0; i < 4; i++)
                    {
                        sbyte expected = i < 3 && first + c < channels ? rows[first + c][(tap * 3) + i] : (sbyte)0;
                        Assert.Equal(expected, packed.Weights[start++]);
                    }
                }
            }

            first += width;
        }

        Assert.Equal(start, packed.Weights.Length);
    }

    [Fact]
    public void Weights_of_16_bit_inputs_lie_so_that_the_even_and_the_odd_ones_are_neighbours()
    {
        sbyte[][] rows = Rows(new Random(1), 16, 6);
        sbyte[] packed = PackedWeights<sbyte>.Pack(rows, 1, KernelWalk.OfRow(6), ElementType.Int16).Weights;
        for (int c = 0; c < 16; c++)
        {
            Assert.Equal([rows[c][0], rows[c][2], rows[c][1], rows[c][3]], packed[(c * 4)..((c * 4) + 4)]);
            Assert.Equal([rows[c][4], 0, rows[c][5], 0], packed[(64 + (c * 4))..(64 + (c * 4) + 4)]);
        }
    }

    [Fact]
    public void Zero_blocks_are_left_out_and_listed_ones_point_to_their_inputs()
    {
        sbyte[][] rows = Rows(new Random(1), 24, 32);
        for (int c = 0; c < 16; c++)
        {
            Array.Clear(rows[c], 8, 20);
        }

        var walk = new KernelWalk(2, 1000, 1, 0, 16, [.. Enumerable.Range(0, 32)]);
        PackedWeights<sbyte> packed = PackedWeights<sbyte>.Pack(rows, 1, walk, ElementType.UInt8);
        Assert.Equal([0, 3, 11], packed.BlockStarts!);
        Assert.Equal([0, 4, 1012, 0, 4, 8, 12, 1000, 1004, 1008, 1012], packed.BlockOffsets!);
        Assert.Equal((3 * 64) + (8 * 32), packed.Weights.Length);
        Assert.Equal(rows[0][28], packed.Weights[2 * 64]);
        Assert.Equal(rows[16][0], packed.Weights[3 * 64]);
    }

    [Fact]
    public void Few_zero_blocks_stay()
    {
        sbyte[][] rows = Rows(new Random(1), 16, 64);
        for (int c = 0; c < 16; c++)
        {
            Array.Clear(rows[c], 0, 4);
        }

        Assert.Null(PackedWeights<sbyte>.Pack(rows, 1, KernelWalk.OfRow(64), ElementType.UInt8).BlockStarts);
    }

    [Fact]
    public void Pruned_floats_are_not_listed_where_a_block_would_reach_beyond_its_run()
    {
        float[][] rows = [.. Enumerable.Range(0, 16).Select(_ => new float[6])];
        rows[0][0] = 1;
        Assert.Null(PackedWeights<float>.Pack(rows, 1, KernelWalk.OfRow(6), ElementType.Float32).BlockStarts);
        Assert.NotNull(PackedWeights<float>.Pack([.. rows.Select(row => row.Concat(new float[2]).ToArray())], 1, KernelWalk.OfRow(8), ElementType.Float32).BlockStarts);
    }

    private static sbyte[][] Rows(Random random, int channels, int depth) =>
        [.. Enumerable.Range(0, channels).Select(_ => Enumerable.Range(0, depth).Select(_ => (sbyte)random.Next(1, 128)).ToArray())];
}
