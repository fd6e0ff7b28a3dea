namespace ModelCodegen.Compiler.Compress.Pruning;

/// <summary>
/// Zeroes the blocks of 16 output channels x 4 inputs with the smallest root mean square: the unit in which kernels
/// read weights, so that a zero block costs neither bytes nor time.
/// </summary>
internal static class BlockPruning
{
    /// <summary>Output channels of a block.</summary>
    public const int Channels = 16;

    /// <summary>Zeroes <c>round(sparsity * blocks)</c> blocks; among equals the earlier one.</summary>
    /// <param name="rows">The weights, [channel][k].</param>
    /// <param name="groups">The inputs that belong together, 4 or fewer indices k each.</param>
    /// <param name="sparsity">The share of blocks.</param>
    public static void Apply(float[][] rows, int[][] groups, double sparsity)
    {
        int channelBlocks = (rows.Length + Channels - 1) / Channels;
        int blocks = channelBlocks * groups.Length;
        int count = (int)Math.Round(sparsity * blocks, MidpointRounding.ToEven);
        foreach (int block in Enumerable.Range(0, blocks).OrderBy(b => Energy(rows, groups, b)).Take(count))
        {
            foreach (float[] row in RowsOf(rows, groups, block))
            {
                foreach (int k in groups[block % groups.Length])
                {
                    row[k] = 0;
                }
            }
        }
    }

    // The mean, not the sum: the last blocks of a layer may be smaller than the others.
    private static double Energy(float[][] rows, int[][] groups, int block)
    {
        double sum = 0;
        int count = 0;
        foreach (float[] row in RowsOf(rows, groups, block))
        {
            foreach (int k in groups[block % groups.Length])
            {
                sum += (double)row[k] * row[k];
                count++;
            }
        }

        return sum / count;
    }

    private static ArraySegment<float[]> RowsOf(float[][] rows, int[][] groups, int block)
    {
        int first = block / groups.Length * Channels;
        return new ArraySegment<float[]>(rows, first, Math.Min(Channels, rows.Length - first));
    }
}
