namespace ModelCodegen.Kernels;

// What the recurrent cells have in common.
internal static partial class KernelMethods
{
    // A function of x, which is first limited to +-clip.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Activate<T, TFunction>(T x, double clip, double a, double b)
        where T : unmanaged, INumberBase<T>
        where TFunction : struct, IRealFunction
    {
        double value = double.CreateTruncating(x);
        value = value > clip ? clip : value < -clip ? -clip : value;
        return T.CreateTruncating(TFunction.Invoke(value, a, b));
    }

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
