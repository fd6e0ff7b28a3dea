namespace ModelCodegen.Kernels;

internal static partial class KernelMethods
{
    // x holds, for each map and each element of the window, a row with that element of all windows; y is their sum where
    // windows overlap.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void ColumnsToImage<T>(
        ReadOnlySpan<T> x,
        Span<T> y,
        ReadOnlySpan<int> extents,
        ReadOnlySpan<int> counts,
        ReadOnlySpan<int> kernel,
        ReadOnlySpan<int> strides,
        ReadOnlySpan<int> dilations,
        ReadOnlySpan<int> begins)
        where T : unmanaged, INumber<T>
    {
        int inner = extents.Length - 1;
        Span<int> tap = stackalloc int[extents.Length];
        Span<int> row = stackalloc int[inner];
        tap.Clear();
        row.Clear();
        int map = ProductOf(extents);
        int windows = ProductOf(counts);
        int taps = ProductOf(kernel);
        int width = counts[inner];
        y.Clear();
        for (int column = 0; column < x.Length / windows; column++)
        {
            Span<T> to = y.Slice(column / taps * map, map);
            for (int at = 0; at < windows; at += width)
            {
                int origin = WindowRow(row, tap.Slice(0, inner), extents, strides, dilations, begins);
                if (origin >= 0)
                {
                    SpreadWeighed(
                        x.Slice((column * windows) + at, width), T.One, to.Slice(origin, extents[inner]), (tap[inner] * dilations[inner]) - begins[inner], strides[inner]);
                }

                NextIndex(row, counts);
            }

            NextIndex(tap, kernel);
        }
    }
}
