namespace ModelCodegen.Compiler.Lower;

/// <summary>How output channels come in blocks, group by group.</summary>
/// <param name="Groups">The number of groups.</param>
/// <param name="HalfBlocks">Whether a last block that would be filled at most half is of 8 channels.</param>
internal sealed record ChannelLayout(int Groups, bool HalfBlocks)
{
    /// <summary>Output channels of a whole block.</summary>
    public const int Block = 16;

    private const int HalfBlock = 8;

    /// <summary>The widths of a group's output blocks, the last one halved where it may be.</summary>
    public static IEnumerable<int> BlockWidths(int channels)
    {
        for (int left = channels; left > 0; left -= Block)
        {
            yield return left <= HalfBlock ? HalfBlock : Block;
        }
    }

    /// <summary>One value per channel, with zeros where blocks are filled up.</summary>
    public T[] Fill<T>(T[] values)
        where T : unmanaged
    {
        int channels = values.Length / Groups;
        int filled = HalfBlocks ? BlockWidths(channels).Sum() : (channels + Block - 1) / Block * Block;
        var result = new T[filled * Groups];
        for (int g = 0; g < Groups; g++)
        {
            values.AsSpan(g * channels, channels).CopyTo(result.AsSpan(g * filled));
        }

        return result;
    }
}
