namespace ModelCodegen.Kernels;

internal static partial class KernelMethods
{
    // The mean of each window of each map, over its elements inside the map or, where padding counts, inside the map and
    // its padding. 0 where there are none.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void WindowAverage<T>(
        ReadOnlySpan<T> x,
        Span<T> y,
        ReadOnlySpan<int> extents,
        ReadOnlySpan<int> counts,
        ReadOnlySpan<int> kernel,
        ReadOnlySpan<int> strides,
        ReadOnlySpan<int> dilations,
        ReadOnlySpan<int> begins,
        ReadOnlySpan<int> ends,
        bool includePadding)
        where T : unmanaged, INumberBase<T>
    {
        int inner = extents.Length - 1;
        Span<int> window = stackalloc int[extents.Length];
        Span<int> row = stackalloc int[inner];
        window.Clear();
        row.Clear();
        int map = ProductOf(extents);
        int windows = ProductOf(counts);
        for (int at = 0; at < y.Length; at++)
        {
            ReadOnlySpan<T> from = x.Slice(at / windows * map, map);
            int start = (window[inner] * strides[inner]) - begins[inner];
            int first = FirstInside(start, dilations[inner]);
            int end = EndInside(start, dilations[inner], extents[inner], kernel[inner]);
            double sum = 0;
            int count = 0;
            do
            {
                int origin = WindowRow(window, row, extents, strides, dilations, begins);
                for (int t = origin < 0 ? end : first; t < end; t++)
                {
                    sum += double.CreateTruncating(from[origin + start + (t * dilations[inner])]);
                    count++;
                }
            }
            while (NextIndex(row, kernel));

            if (includePadding)
            {
                count = 1;
                for (int d = 0; d < extents.Length; d++)
                {
                    count *= EndInside((window[d] * strides[d]) - begins[d], dilations[d], extents[d] + ends[d], kernel[d]);
                }
            }

            y[at] = count > 0 ? T.CreateTruncating(sum / count) : T.Zero;
            NextIndex(window, counts);
        }
    }
}
