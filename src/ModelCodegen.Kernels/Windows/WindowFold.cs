namespace ModelCodegen.Kernels;

internal static partial class KernelMethods
{
    // What is made of a window's elements, one after the other, and then of the result and their number.
    internal interface IWindowFold<T, TSum>
    {
        TSum Start { get; }

        TSum Add(TSum sum, T value);

        T Finish(TSum sum, int count);
    }

    // One number of each window of each map, of its elements inside the map. Where padding counts, their number is that of
    // the elements inside the map and its padding.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void WindowFold<T, TSum, TFold>(
        ReadOnlySpan<T> x,
        Span<T> y,
        ReadOnlySpan<int> extents,
        ReadOnlySpan<int> counts,
        ReadOnlySpan<int> kernel,
        ReadOnlySpan<int> strides,
        ReadOnlySpan<int> dilations,
        ReadOnlySpan<int> begins,
        ReadOnlySpan<int> ends,
        bool includePadding,
        TFold fold)
        where T : unmanaged
        where TFold : struct, IWindowFold<T, TSum>
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
            TSum sum = fold.Start;
            int count = 0;
            do
            {
                int origin = WindowRow(window, row, extents, strides, dilations, begins);
                for (int t = origin < 0 ? end : first; t < end; t++)
                {
                    sum = fold.Add(sum, from[origin + start + (t * dilations[inner])]);
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

            y[at] = fold.Finish(sum, count);
            NextIndex(window, counts);
        }
    }

    // The largest element; the type's least number where there is none.
    internal readonly struct WindowMax<T> : IWindowFold<T, T>
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        public T Start => T.MinValue;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Add(T sum, T value) => value > sum ? value : sum;

        public T Finish(T sum, int count) => sum;
    }

    // The mean; 0 where there is no element.
    internal readonly struct WindowAverage<T> : IWindowFold<T, double>
        where T : unmanaged, INumberBase<T>
    {
        public double Start => 0;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public double Add(double sum, T value) => sum + double.CreateTruncating(value);

        public T Finish(double sum, int count) => count > 0 ? T.CreateTruncating(sum / count) : T.Zero;
    }

    // The norm: the sum of absolute values to a power, and of that the root.
    internal readonly struct WindowNorm<T>(double exponent) : IWindowFold<T, double>
        where T : unmanaged, INumberBase<T>
    {
        public double Start => 0;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public double Add(double sum, T value) => sum + AbsolutePower(double.CreateTruncating(value), exponent);

        public T Finish(double sum, int count) => T.CreateTruncating(RootOf(sum, exponent));
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
