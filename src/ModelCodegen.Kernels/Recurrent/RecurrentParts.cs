namespace ModelCodegen.Kernels;

// What the recurrent cells have in common.
internal static partial class KernelMethods
{
    // One value for all, or a list.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void CopyOrFill<T>(ReadOnlySpan<T> source, int start, Span<T> target)
    {
        if (source.Length == 1)
        {
            target.Fill(source[0]);
        }
        else
        {
            source.Slice(start, target.Length).CopyTo(target);
        }
    }

    // The length of a sequence of the batch, at most time; one length may stand for all.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int SequenceLength(ReadOnlySpan<int> lengths, int batch, int time) =>
        Math.Min(Math.Max(lengths[lengths.Length == 1 ? 0 : batch], 0), time);
}
