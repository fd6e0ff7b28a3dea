using ModelCodegen.Compiler.Lower;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Tests.Lower;

public sealed class TileChoiceTests
{
    [Fact]
    public void Tiles_fit_the_row_and_the_registers()
    {
        for (int width = 1; width < 200; width++)
        {
            for (int blocks = 1; blocks < 10; blocks++)
            {
                Tile tile = TileChoice.For(width, blocks);
                Assert.InRange(tile.Pixels, 1, width);
                Assert.InRange(tile.Blocks, 1, blocks);
                Assert.InRange(tile.Pixels * tile.Blocks, 1, 6);
            }
        }
    }
}
