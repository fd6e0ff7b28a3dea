namespace ModelCodegen.Kernels;

// Numbers at equal distances.
internal static partial class KernelMethods
{
    internal static void Range<T>(ReadOnlySpan<T> start, ReadOnlySpan<T> delta, Span<T> y)
        where T : unmanaged, INumberBase<T>
    {
        for (int i = 0; i < y.Length; i++)
        {
            y[i] = start[0] + (T.CreateTruncating(i) * delta[0]);
        }
    }
}
