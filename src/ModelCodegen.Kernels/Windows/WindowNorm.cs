namespace ModelCodegen.Kernels;

internal static partial class KernelMethods
{
    // The norm of each window of each map: the sum of its elements' absolute values to a power, and of that the root.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void WindowNorm<T>(
        ReadOnlySpan<T> x,
        Span<T> y,
        ReadOnlySpan<int> extents,
        ReadOnlySpan<int> counts,
        ReadOnlySpan<int> kernel,
        ReadOnlySpan<int> strides,
        ReadOnlySpan<int> dilations,
        ReadOnlySpan<int> begins,
        double exponent)
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
            do
            {
                int origin = WindowRow(window, row, extents, strides, dilations, begins);
                for (int t = origin < 0 ? end : first; t < end; t++)
                {
                    sum += AbsolutePower(double.CreateTruncating(from[origin + start + (t * dilations[inner])]), exponent);
                }
            }
            while (NextIndex(row, kernel));

            y[at] = T.CreateTruncating(RootOf(sum, exponent));
            NextIndex(window, counts);
        }
    }

    internal static double AbsolutePower(double x, double exponent) => exponent switch
    {
        1 => Math.Abs(x),
        2 => x * x,
        _ => PowReal(Math.Abs(x), exponent),
    };

    internal static double RootOf(double x, double exponent) => exponent switch
    {
        1 => x,
        2 => Math.Sqrt(x),
        _ => PowReal(x, 1 / exponent),
    };
}
