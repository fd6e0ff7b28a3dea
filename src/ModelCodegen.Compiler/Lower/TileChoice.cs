using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Lower;

/// <summary>Chooses the shape of a convolution's inner loop.</summary>
internal static class TileChoice
{
    // 6 pixels x 16 channels keep 12 accumulators, 2 weights and an input in 16 registers.
    private const int MostPixels = 6;

    /// <summary>The tile for rows of <paramref name="width"/> pixels and <paramref name="blocks"/> output blocks.</summary>
    public static Tile For(int width, int blocks)
    {
        if (width == 1)
        {
            return new Tile(1, Math.Min(blocks, 4), 1);
        }

        // The last tile overlaps the one before: the tile that computes the fewest pixels twice, the larger among equals.
        // A tile's cost beside its pixels is that of loading the weights.
        int pixels = Enumerable.Range(1, Math.Min(MostPixels, width))
            .OrderBy(p => (width + p - 1) / p * (p + 1))
            .ThenByDescending(p => p)
            .First();
        return new Tile(pixels, pixels <= 3 ? Math.Min(blocks, MostPixels / pixels) : 1, 1);
    }
}
