using System.Collections.Generic;
using System.Linq;
using ModelCodegen.Plan;

namespace ModelCodegen.Generator.Emit;

/// <summary>
/// Puts a long loop over adjacent elements innermost where the plan's innermost loop is short (the channels of an image,
/// say), then merges loops that have become one. Elementwise steps give the same in any order.
/// </summary>
internal static class LoopOrder
{
    private const int Long = 16;

    /// <summary>The loops in their new order: extents first, then every tensor's strides.</summary>
    /// <param name="extents">The loops, outermost first.</param>
    /// <param name="strides">Per tensor and loop.</param>
    public static (EquatableArray<int> Extents, EquatableArray<int>[] Strides) Best(EquatableArray<int> extents, params EquatableArray<int>[] strides)
    {
        List<int[]> loops = [.. Enumerable.Range(0, extents.Count).Select(i => strides.Select(s => s[i]).Prepend(extents[i]).ToArray())];
        int[] last = loops[loops.Count - 1];
        if (last[0] < Long)
        {
            int[]? better = loops.Where(l => l[0] >= Long && l.Skip(1).Contains(1)).OrderByDescending(static l => l[0]).FirstOrDefault();
            if (better is not null)
            {
                loops.Remove(better);
                loops.Add(better);
            }
        }

        for (int i = loops.Count - 2; i >= 0; i--)
        {
            int[] outer = loops[i];
            int[] inner = loops[i + 1];
            if (Enumerable.Range(1, strides.Length).All(t => outer[t] == (long)inner[t] * inner[0]))
            {
                loops[i] = [outer[0] * inner[0], .. inner.Skip(1)];
                loops.RemoveAt(i + 1);
            }
        }

        return (
            new EquatableArray<int>(loops.Select(static l => l[0])),
            [.. Enumerable.Range(1, strides.Length).Select(t => new EquatableArray<int>(loops.Select(l => l[t])))]);
    }
}
