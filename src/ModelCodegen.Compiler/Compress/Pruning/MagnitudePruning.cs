namespace ModelCodegen.Compiler.Compress.Pruning;

/// <summary>Zeroes a layer's smallest weights (Han et al. 2015, "Learning both Weights and Connections").</summary>
internal static class MagnitudePruning
{
    /// <summary>Zeroes <c>round(sparsity * count)</c> weights; among equals the earlier one.</summary>
    public static void Apply(float[][] rows, double sparsity)
    {
        int depth = rows.Length == 0 ? 0 : rows[0].Length;
        int count = (int)Math.Round(sparsity * rows.Length * depth, MidpointRounding.ToEven);
        foreach (int index in Enumerable.Range(0, rows.Length * depth).OrderBy(i => Math.Abs(rows[i / depth][i % depth])).Take(count))
        {
            rows[index / depth][index % depth] = 0;
        }
    }
}
