namespace ModelCodegen.Kernels;

// Running sums along a dimension.
internal static partial class KernelMethods
{
    // exclusive: the element itself does not count; reverse: from the end.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void CumSum<T, TSum>(ReadOnlySpan<T> x, Span<T> y, int extent, int inner, bool exclusive, bool reverse)
        where T : unmanaged, INumberBase<T>
        where TSum : unmanaged, INumberBase<TSum>
    {
        int rows = x.Length / extent;
        for (int i = 0; i < rows; i++)
        {
            int start = (i / inner * extent * inner) + (i % inner);
            TSum sum = TSum.Zero;
            for (int k = 0; k < extent; k++)
            {
                int at = start + ((reverse ? extent - 1 - k : k) * inner);
                TSum next = sum + TSum.CreateTruncating(x[at]);
                y[at] = T.CreateTruncating(exclusive ? sum : next);
                sum = next;
            }
        }
    }
}
