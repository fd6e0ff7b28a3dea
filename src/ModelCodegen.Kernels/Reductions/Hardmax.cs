namespace ModelCodegen.Kernels;

// 1 where the largest element along a dimension is, 0 elsewhere.
internal static partial class KernelMethods
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Hardmax<T>(ReadOnlySpan<T> x, Span<T> y, int extent, int inner)
        where T : unmanaged, INumber<T>
    {
        y.Clear();
        int rows = y.Length / extent;
        for (int i = 0; i < rows; i++)
        {
            int start = (i / inner * extent * inner) + (i % inner);
            y[start + (ExtremeAt(x.Slice(start), extent, inner, true, false) * inner)] = T.One;
        }
    }
}
