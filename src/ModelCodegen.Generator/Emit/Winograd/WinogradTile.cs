using System;
using System.Linq;
using ModelCodegen.Plan;

namespace ModelCodegen.Generator.Emit;

/// <summary>How many sums Winograd's inner loop keeps in registers.</summary>
/// <param name="Tiles">Tiles of outputs.</param>
/// <param name="Blocks">Blocks of 16 output channels.</param>
internal sealed record WinogradTile(int Tiles, int Blocks)
{
    private const int Accumulators256 = 12;
    private const int Accumulators512 = 24;

    // What turning a loop costs, in blocks and in tiles.
    private const double Overhead = 0.4;

    /// <summary>The shape for a layer, in 512 bits.</summary>
    public static WinogradTile Of(ConvStep step)
    {
        Winograd winograd = step.Winograd!;
        int blocks = Best(winograd.Blocks, WinogradScratch.MostBlocks);
        (int rows, int columns) = WinogradScratch.Tiles(step);
        return new WinogradTile(Best(rows * columns, Math.Min(WinogradScratch.MostTiles, Accumulators512 / blocks)), blocks);
    }

    /// <summary>The shape on another instruction set; narrow vectors take the blocks one after the other.</summary>
    public WinogradTile On(Isa isa) => isa.Lanes == 16 ? this : new WinogradTile(Math.Min(Tiles, Accumulators256 / isa.VectorsOf16), 1);

    // What is left over is filled up with what has been computed already.
    private static int Best(int count, int most) => Enumerable.Range(1, Math.Min(count, most))
        .OrderBy(size => (count + size - 1) / size * (size + Overhead))
        .First();
}
