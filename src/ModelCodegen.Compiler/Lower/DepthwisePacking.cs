namespace ModelCodegen.Compiler.Lower;

/// <summary>Orders depthwise weights as described at <see cref="Plan.DepthwiseStep"/>.</summary>
internal static class DepthwisePacking
{
    private const int Block = LayoutRequirements.DepthwiseBlock;
    private const int Quad = 4;

    /// <summary>[block][ky][kx][16]</summary>
    public static T[] OfFloats<T>(T[][] rows)
    {
        int taps = rows[0].Length;
        int blocks = (rows.Length + Block - 1) / Block;
        var packed = new T[blocks * taps * Block];
        for (int c = 0; c < rows.Length; c++)
        {
            for (int tap = 0; tap < taps; tap++)
            {
                packed[(((c / Block * taps) + tap) * Block) + (c % Block)] = rows[c][tap];
            }
        }

        return packed;
    }

    /// <summary>[block][quad of kernel rows][kx][4][4 channels][4 rows]</summary>
    public static sbyte[] Bytes(sbyte[][] rows, int height, int width)
    {
        int quads = (height + Quad - 1) / Quad;
        int blocks = (rows.Length + Block - 1) / Block;
        var packed = new sbyte[blocks * quads * width * Block * Quad];
        for (int c = 0; c < rows.Length; c++)
        {
            for (int y = 0; y < height; y++)
            {
                for (int x = 0; x < width; x++)
                {
                    int group = (((c / Block * quads) + (y / Quad)) * width) + x;
                    packed[(((group * Block) + (c % Block)) * Quad) + (y % Quad)] = rows[c][(y * width) + x];
                }
            }
        }

        return packed;
    }
}
