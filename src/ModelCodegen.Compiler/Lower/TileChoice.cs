using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Lower;

/// <summary>
/// Chooses the shape of a convolution's inner loop by a cost model: the time of a row of pixels, from the rate that each
/// tile reaches where nothing is left over. The choice does not depend on the machine that compiles.
/// </summary>
internal static class TileChoice
{
    // GMAC/s of a 3x3 convolution with 64 channels on AVX-VNNI, 3.7 GHz (the benchmark `kernels`). More pixels share the
    // weights they load; beyond 7 x 16 channels the accumulators do not fit into 16 registers.
    private static readonly (int Pixels, int Blocks, int Rate)[] Bytes =
    [
        (7, 1, 231), (6, 1, 213), (5, 1, 203), (4, 1, 199), (3, 2, 223), (3, 1, 150), (2, 3, 186), (2, 2, 200), (2, 1, 110), (1, 4, 198), (1, 2, 110), (1, 1, 64),
    ];

    // The same in single precision on AVX-512, where there are 32 registers.
    private static readonly (int Pixels, int Blocks, int Rate)[] Floats =
    [
        (7, 2, 112), (6, 2, 104), (4, 4, 112), (7, 1, 83), (6, 1, 74), (5, 1, 62), (4, 1, 50), (3, 4, 100), (3, 1, 37), (2, 4, 80), (2, 1, 25), (1, 4, 50), (1, 1, 12),
    ];

    private const int MostHalfPixels = 8;

    private const int MostWideBlocks = 4;
    private const int MostWidePixels = 8;
    private const int MostWideSums = 24;

    // So short a loop costs more than what it does.
    private const int MostUnrolled = 4;

    /// <summary>The tile for rows of <paramref name="width"/> pixels and <paramref name="blocks"/> whole blocks of 16 channels.</summary>
    /// <param name="type">UInt8, Int16 or Float32.</param>
    /// <param name="width">Output pixels of a row.</param>
    /// <param name="blocks">Whole blocks of 16 output channels.</param>
    /// <param name="run">Adjacent input elements per kernel column.</param>
    /// <param name="columns">Kernel rows times columns.</param>
    /// <param name="shortSumQuads">See <see cref="ConvStep"/>: where bytes need no widening, every tile keeps the multipliers busy.</param>
    public static Tile For(ElementType type, int width, int blocks, int run, int columns, int shortSumQuads)
    {
        int most = Math.Max(1, blocks);
        (int Pixels, int Blocks, int Rate)[] candidates = type != ElementType.Float32 ? Bytes : Floats;
        (int pixels, int tileBlocks, _) = candidates
            .Where(candidate => candidate.Pixels <= width && candidate.Blocks <= most)
            .MinBy(candidate => Cost(candidates, candidate, width, most));
        int groups = type != ElementType.Float32 ? (run + 3) / 4 : run;
        (int widePixels, int wideBlocks) = type != ElementType.Float32 && tileBlocks == 1 && blocks > 0 && shortSumQuads == 0 ? Wide(width, blocks) : default;
        
        // One short loop, or a single pixel, is not worth a method of its own.
        return new Tile(pixels, tileBlocks, groups <= MostUnrolled && width > 1 && columns > 1 ? groups : 1, Half(width), widePixels, wideBlocks);
    }

    // Bytes in 512 bits are widened to two vectors of 16-bit pairs: instructions per 4 products of 16 channels, and what more
    // pixels and more blocks share of widening weights and inputs.
    private static (int Pixels, int Blocks) Wide(int width, int blocks)
    {
        return (from tileBlocks in Enumerable.Range(1, Math.Min(blocks, MostWideBlocks))
                from pixels in Enumerable.Range(1, Math.Min(width, Math.Min(MostWidePixels, MostWideSums / tileBlocks)))
                select (pixels, tileBlocks)).MinBy(WideCost);

        double WideCost((int Pixels, int Blocks) tile) =>
            (double)((width + tile.Pixels - 1) / tile.Pixels * tile.Pixels) * ((blocks + tile.Blocks - 1) / tile.Blocks * tile.Blocks)
            * (4 + (2.0 / tile.Blocks) + (4.0 / tile.Pixels));
    }

    // A last block of 8 channels has one accumulator per pixel: with fewer than 8 the dot product's latency shows.
    private static int Half(int width) => Enumerable.Range(1, Math.Min(width, MostHalfPixels))
        .MinBy(pixels => (width + pixels - 1) / pixels * (Math.Max(pixels, MostHalfPixels) + 1));

    // The last tile of a row overlaps the one before it; blocks that fill no tile are done one at a time, or, of a single
    // pixel, by a tile that overlaps, too.
    private static double Cost((int Pixels, int Blocks, int Rate)[] candidates, (int Pixels, int Blocks, int Rate) tile, int width, int blocks)
    {
        int computed = (width + tile.Pixels - 1) / tile.Pixels * tile.Pixels;
        int single = candidates.First(candidate => candidate.Pixels == tile.Pixels && candidate.Blocks == 1).Rate;
        int left = blocks % tile.Blocks;
        if (tile.Pixels == 1)
        {
            return computed * (double)((blocks + tile.Blocks - 1) / tile.Blocks * tile.Blocks) / tile.Rate;
        }

        return computed * (((double)(blocks - left) / tile.Rate) + ((double)left / single));
    }
}
