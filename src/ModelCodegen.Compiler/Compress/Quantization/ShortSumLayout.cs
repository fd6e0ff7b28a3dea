using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Compress.Quantization;

/// <summary>Which of a layer's products kernels sum in 16 bits, see <see cref="ShortSums"/>, and codes for which that is exact.</summary>
internal sealed class ShortSumLayout
{
    private readonly int[] sumOf;

    /// <summary>The sums of a layer.</summary>
    /// <param name="runs">Its inputs in the order of kernels, from <see cref="InputRuns"/>; -1 for none.</param>
    /// <param name="quads">How many quads are summed at a time.</param>
    public ShortSumLayout(int[][] runs, int quads)
    {
        sumOf = new int[runs.Sum(run => run.Count(k => k >= 0))];
        foreach (int[] run in runs)
        {
            for (int i = 0; i < run.Length; i++)
            {
                if (run[i] >= 0)
                {
                    sumOf[run[i]] = Count + ShortSums.IndexOf(i, quads);
                }
            }

            Count += (((run.Length + 3) / 4) + quads - 1) / quads * 2;
        }
    }

    /// <summary>The number of sums per output.</summary>
    public int Count { get; }

    /// <summary>The sum that input <paramref name="k"/> goes into.</summary>
    public int SumOf(int k) => sumOf[k];

    /// <summary>The most quads, up to <paramref name="most"/>, for which codes are exact; 0 where not even those of one are.</summary>
    /// <param name="rows">The codes by output channel.</param>
    /// <param name="runs">The layer's inputs in the order of kernels.</param>
    /// <param name="most">The most quads that its kernel can take.</param>
    public static int QuadsOf(sbyte[][] rows, int[][] runs, int most)
    {
        int quads = Math.Min(most, (runs.Max(run => run.Length) + 3) / 4);
        while (quads > 0)
        {
            var layout = new ShortSumLayout(runs, quads);
            if (rows.All(layout.Holds))
            {
                break;
            }

            quads--;
        }

        return quads;
    }

    /// <summary>The least scale at which a channel's sums stay within their limit, but for rounding.</summary>
    public double LeastScale(float[] weights)
    {
        var positive = new double[Count];
        var negative = new double[Count];
        for (int k = 0; k < weights.Length; k++)
        {
            positive[sumOf[k]] += Math.Max(0, weights[k]);
            negative[sumOf[k]] += Math.Max(0, -weights[k]);
        }

        return positive.Concat(negative).DefaultIfEmpty().Max() / ShortSums.Limit;
    }

    /// <summary>Where rounding has left sums beyond their limit, takes one from those codes that were most rounded up.</summary>
    /// <param name="weights">A channel's weights.</param>
    /// <param name="scale">Their scale, at least <see cref="LeastScale"/>.</param>
    /// <param name="codes">The nearest codes; they are changed.</param>
    public void Fit(float[] weights, double scale, sbyte[] codes)
    {
        var room = new ShortSumRoom(this);
        foreach (int k in Enumerable.Range(0, codes.Length).OrderBy(k => Math.Abs((double)codes[k]) - Math.Abs(weights[k] / scale)))
        {
            codes[k] = (sbyte)room.Take(k, codes[k]);
        }
    }

    private bool Holds(sbyte[] codes)
    {
        var room = new ShortSumRoom(this);
        return Enumerable.Range(0, codes.Length).All(k => room.Take(k, codes[k]) == codes[k]);
    }
}
