using ModelCodegen.Compiler.Diagnostics;

namespace ModelCodegen.Compiler.Lower;

/// <summary>
/// Gives buffers their places, largest first, each at the lowest offset that is free while it lives (greedy by size:
/// Pisarchyk and Lee 2020, "Efficient Memory Management for Deep Neural Net Inference").
/// </summary>
internal static class ArenaPlanner
{
    /// <summary>Buffers begin at multiples of a cache line.</summary>
    public const int Alignment = 64;

    /// <summary>Places all buffers and gives the arena's length.</summary>
    /// <param name="buffers">In the order of their making.</param>
    /// <param name="keepBorders">Whether buffers with a border share their place with no other.</param>
    /// <exception cref="CompilationException">The arena exceeds what an int counts.</exception>
    public static int Place(IReadOnlyList<ArenaBuffer> buffers, bool keepBorders)
    {
        var placed = new List<ArenaBuffer>();
        long length = 0;
        foreach (ArenaBuffer buffer in buffers.Where(b => b.Last >= 0).OrderByDescending(b => b.Bytes))
        {
            long offset = 0;
            foreach (ArenaBuffer other in placed.Where(other => Coexist(buffer, other, keepBorders)).OrderBy(other => other.Offset))
            {
                if (other.Offset - offset >= buffer.Bytes)
                {
                    break;
                }

                offset = Math.Max(offset, Align((long)other.Offset + other.Bytes));
            }

            length = Math.Max(length, Align(offset + buffer.Bytes));
            if (length > int.MaxValue / 2)
            {
                throw new CompilationException(DiagnosticCode.TooLarge, "The network's intermediate values need more than 1 GiB.");
            }

            buffer.Offset = (int)offset;
            placed.Add(buffer);
        }

        return (int)length;
    }

    private static bool Coexist(ArenaBuffer a, ArenaBuffer b, bool keepBorders) =>
        (a.First <= b.Last && b.First <= a.Last) || (keepBorders && (a.Border is not null || b.Border is not null));

    private static long Align(long offset) => (offset + Alignment - 1) / Alignment * Alignment;
}
