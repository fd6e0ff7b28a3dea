using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Lower;

/// <summary>A layer's weights in the order in which its kernel reads them, as described at <see cref="ConvStep"/>.</summary>
/// <param name="Weights">The packed weights, or the blocks that are kept.</param>
/// <param name="BlockStarts">Pruned weights only: where each output block's entries begin.</param>
/// <param name="BlockOffsets">Pruned weights only: the inputs that each kept block multiplies.</param>
internal sealed record PackedWeights<T>(T[] Weights, int[]? BlockStarts, int[]? BlockOffsets)
    where T : unmanaged, IEquatable<T>
{
    // Walking a list costs a little: below this share of zero blocks it does not pay.
    private const double LeastZeroShare = 0.2;

    private const int Group = 4;

    /// <summary>Packs weights.</summary>
    /// <param name="rows">The weights by output channel over all groups, [channel][k].</param>
    /// <param name="groups">The number of groups.</param>
    /// <param name="walk">The order of the inputs.</param>
    /// <param name="input">The inputs' type.</param>
    public static PackedWeights<T> Pack(T[][] rows, int groups, KernelWalk walk, ElementType input)
    {
        List<T[]>[] blocks = [.. Enumerable.Range(0, groups).SelectMany(g => OutputBlocks(rows, groups, g, walk, input))];
        int zero = blocks.Sum(block => block.Count(IsZero));
        int all = blocks.Sum(block => block.Count);

        // A float kernel must not read beyond a run: what lies there need not be finite.
        bool readsBeyond = input == ElementType.Float32 && walk.Run % Group != 0;
        if (zero < LeastZeroShare * all || readsBeyond)
        {
            return new PackedWeights<T>(Dense(blocks, walk, input), null, null);
        }

        int[] offsets = [.. Offsets(walk)];
        var starts = new List<int> { 0 };
        var kept = new List<int>();
        var weights = new List<T>();
        foreach (List<T[]> block in blocks)
        {
            for (int i = 0; i < block.Count; i++)
            {
                if (!IsZero(block[i]))
                {
                    kept.Add(offsets[i]);
                    weights.AddRange(block[i]);
                }
            }

            starts.Add(kept.Count);
        }

        return new PackedWeights<T>([.. weights], [.. starts], [.. kept]);
    }

    private static IEnumerable<int> Offsets(KernelWalk walk) =>
        from row in Enumerable.Range(0, walk.Rows)
        from column in Enumerable.Range(0, walk.Columns)
        from quad in Enumerable.Range(0, (walk.Run + Group - 1) / Group)
        select walk.Offset(row, column, quad * Group);

    // Per output block of a group: its blocks of [16 or 8 channels][4 inputs] for integer inputs, [4][16 or 8] for floats.
    private static IEnumerable<List<T[]>> OutputBlocks(T[][] rows, int groups, int group, KernelWalk walk, ElementType input)
    {
        int channels = rows.Length / groups;
        int quads = (walk.Run + Group - 1) / Group;
        int first = group * channels;
        foreach (int width in ChannelLayout.BlockWidths(channels))
        {
            int end = (group + 1) * channels;
            var list = new List<T[]>();
            for (int tap = 0; tap < walk.Rows * walk.Columns; tap++)
            {
                for (int quad = 0; quad < quads; quad++)
                {
                    var block = new T[width * Group];
                    for (int i = 0; i < Math.Min(Group, walk.Run - (quad * Group)); i++)
                    {
                        int k = walk.Order[(tap * walk.Run) + (quad * Group) + i];
                        for (int c = 0; c < Math.Min(width, end - first); c++)
                        {
                            block[Place(input, width, c, i)] = rows[first + c][k];
                        }
                    }

                    list.Add(block);
                }
            }

            first += width;
            yield return list;
        }
    }

    // Dense floats have no filling at a run's end: the kernel reads inputs one by one.
    private static T[] Dense(List<T[]>[] blocks, KernelWalk walk, ElementType input)
    {
        int filling = input != ElementType.Float32 ? 0 : -walk.Run & (Group - 1);
        int quads = (walk.Run + Group - 1) / Group;
        var weights = new List<T>();
        foreach (List<T[]> block in blocks)
        {
            for (int i = 0; i < block.Count; i++)
            {
                int length = block[i].Length;
                bool last = i % quads == quads - 1;
                weights.AddRange(last ? block[i].AsSpan(0, length - (length / Group * filling)) : block[i]);
            }
        }

        return [.. weights];
    }

    // Inputs of 16 bits are pairs already: the even weights of a group meet one, the odd ones the next.
    private static int Place(ElementType input, int width, int channel, int i) => input switch
    {
        ElementType.Float32 => (i * width) + channel,
        ElementType.Int16 => (channel * Group) + (i % 2 * 2) + (i / 2),
        _ => (channel * Group) + i,
    };

    private static bool IsZero(T[] block) => block.AsSpan().IndexOfAnyExcept(default(T)) < 0;
}
