using ModelCodegen.Compiler.Lower;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Tests.Lower;

public sealed class TileChoiceTests
{
    [Theory]
    [InlineData(ElementType.UInt8, 7)]
    [InlineData(ElementType.Float32, 16)]
    public void Tiles_fit_the_row_the_channels_and_the_registers(ElementType type, int most)
    {
        for (int width = 1; width < 200; width++)
        {
            for (int blocks = 1; blocks < 10; blocks++)
            {
                Tile tile = TileChoice.For(type, width, blocks, 64, 9, shortSumQuads: 0);
                Assert.InRange(tile.Pixels, 1, width);
                Assert.InRange(tile.Blocks, 1, blocks);
                Assert.InRange(tile.Pixels * tile.Blocks, 1, most);
                Assert.InRange(tile.HalfPixels, 1, Math.Min(width, 8));
            }
        }
    }

    [Theory]
    [InlineData(56, 4, 7, 1)]
    [InlineData(24, 1, 6, 1)]
    [InlineData(14, 8, 7, 1)]
    [InlineData(1, 8, 1, 4)]
    public void Bytes_waste_few_pixels(int width, int blocks, int pixels, int tileBlocks) =>
        Assert.Equal((pixels, tileBlocks), TileChoice.For(ElementType.UInt8, width, blocks, 64, 9, shortSumQuads: 0) is var tile ? (tile.Pixels, tile.Blocks) : default);

    [Theory]
    [InlineData(ElementType.UInt8, 5, 2)]
    [InlineData(ElementType.UInt8, 64, 1)]
    [InlineData(ElementType.Float32, 3, 3)]
    public void Short_runs_are_unrolled(ElementType type, int run, int unroll) =>
        Assert.Equal(unroll, TileChoice.For(type, 24, 2, run, 9, shortSumQuads: 0).Unroll);
}
