using ModelCodegen.Generator.Tests.Reference;
using ModelCodegen.Plan;

namespace ModelCodegen.Generator.Tests.Cases;

/// <summary>Weights that take sums in 16 bits to their limits or beyond, see <see cref="ShortSums"/>.</summary>
internal static class ShortSumWeights
{
    /// <summary>A tile whose loop takes any number of quads that keeps sums whole.</summary>
    public static Tile AnyTile(CaseBuilder b, ConvStep step)
    {
        int quads = (step.Run + 3) / 4;
        return step.Tile with { Unroll = quads <= 8 && b.Chance(50) ? quads : b.Any(1, 2, 4, 6) };
    }

    /// <summary>Replaces all weights.</summary>
    /// <param name="b">The case.</param>
    /// <param name="step">Its convolution.</param>
    /// <param name="limit">What the weights of each sum that have the same sign add up to.</param>
    public static void Set(CaseBuilder b, ConvStep step, int limit)
    {
        foreach (long[] sum in Sums(step))
        {
            SetBothSigns(b, step.Weights, sum, limit);
        }
    }

    /// <summary>Replaces all weights by such as take sums to their limits.</summary>
    public static void Set(CaseBuilder b, DepthwiseStep step)
    {
        foreach (int[] at in Formula.Indices([step.Channels, (step.KernelHeight + 3) / 4]))
        {
            int first = at[1] * 4;
            foreach (IGrouping<int, long> sum in Formula.Indices([step.KernelWidth, Math.Min(4, step.KernelHeight - first)])
                .GroupBy(tap => ShortSums.IndexOf((tap[0] * 4) + tap[1], step.ShortSumQuads), tap => DepthwiseReference.WeightIndex(step, at[0], first + tap[1], tap[0])))
            {
                SetBothSigns(b, step.Weights, [.. sum], ShortSums.Limit);
            }
        }
    }

    private static void SetBothSigns(CaseBuilder b, Location weights, long[] places, int limit)
    {
        foreach (IGrouping<bool, long> sign in places.GroupBy(_ => b.Chance(50)))
        {
            SetSum(b, weights, [.. sign], sign.Key ? limit : -limit);
        }
    }

    // The places of the weights of each sum.
    private static IEnumerable<long[]> Sums(ConvStep step)
    {
        if (step.BlockStarts is { } blocks)
        {
            // Pruned weights are summed pair by pair.
            return Enumerable.Range(0, (int)(blocks.Offset - step.Weights.Offset) / 2).Select(pair => new[] { pair * 2L, (pair * 2L) + 1 });
        }

        return Formula.Indices([step.Groups, step.Channels, step.KernelRows, step.KernelColumns]).SelectMany(at =>
            Enumerable.Range(0, step.Run)
                .GroupBy(r => ShortSums.IndexOf(r, step.ShortSumQuads), r => ConvReference.WeightIndex(step, at[0], at[1], at[2], at[3], r))
                .Select(sum => sum.ToArray()));
    }

    // Weights of one sign, in all ways from a single large one to equal ones; a single one reaches but 127 or -128.
    private static void SetSum(CaseBuilder b, Location weights, long[] places, int sum)
    {
        int left = Math.Abs(sum);
        for (int i = 0; i < places.Length; i++)
        {
            int size = i == places.Length - 1 ? left : b.Any(left / (places.Length - i), Math.Max(0, left - 1), b.Int(0, left));
            size = Math.Min(size, sum > 0 ? sbyte.MaxValue : -sbyte.MinValue);
            left -= size;
            b.SetByte(weights, places[i], size * Math.Sign(sum));
        }
    }
}
