namespace ModelCodegen.Kernels;

internal static partial class KernelMethods
{
    // y[n, c, p] is x[n, c] at the coordinates grid[n, p], which go from -1 to 1, the innermost dimension's first. Taps per
    // dimension: 1 takes the nearest element, 2 interpolates linearly, 4 by a cubic. Padding: 0 zeros, 1 the border's
    // elements, 2 reflection. Up to three dimensions.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void SampleGrid<T, TGrid>(
        ReadOnlySpan<T> x, ReadOnlySpan<TGrid> grid, Span<T> y, int images, int channels, ReadOnlySpan<int> extents, int points, int taps, int padding, bool alignCorners)
        where T : unmanaged, INumberBase<T>
        where TGrid : unmanaged, INumberBase<TGrid>
    {
        int rank = extents.Length;
        int map = ProductOf(extents);
        Span<int> places = stackalloc int[64];
        Span<double> weights = stackalloc double[64];
        for (int n = 0; n < images; n++)
        {
            for (int p = 0; p < points; p++)
            {
                places[0] = 0;
                weights[0] = 1;
                int count = 1;
                ReadOnlySpan<TGrid> point = grid.Slice(((n * points) + p) * rank, rank);
                for (int d = 0; d < rank; d++)
                {
                    double at = double.CreateTruncating(point[rank - 1 - d]);
                    count = AddGridDimension(places, weights, count, at, extents[d], taps, padding, alignCorners);
                }

                for (int c = 0; c < channels; c++)
                {
                    ReadOnlySpan<T> from = x.Slice(((n * channels) + c) * map, map);
                    double sum = 0;
                    for (int t = 0; t < count; t++)
                    {
                        sum += weights[t] * double.CreateTruncating(from[places[t]]);
                    }

                    y[(((n * channels) + c) * points) + p] = T.CreateTruncating(sum);
                }
            }
        }
    }

    // Multiplies the places so far with those of a further dimension; their new number. Places outside weigh nothing.
    internal static int AddGridDimension(Span<int> places, Span<double> weights, int count, double coordinate, int extent, int taps, int padding, bool alignCorners)
    {
        double low = alignCorners ? 0 : -0.5;
        double high = alignCorners ? extent - 1 : extent - 0.5;
        double at = alignCorners ? (coordinate + 1) / 2 * (extent - 1) : (((coordinate + 1) * extent) - 1) / 2;
        at = double.IsFinite(at) ? at : low - 1;
        at = taps == 1 ? Math.Round(at, MidpointRounding.ToEven) : at;
        if (at < low || at > high)
        {
            at = padding == 1 && taps < 4 ? Math.Clamp(at, 0, extent - 1) : padding == 2 ? Reflected(at, low, high) : Math.Clamp(at, -8.0, extent + 8.0);
            at = taps == 1 ? Math.Round(at, MidpointRounding.ToEven) : at;
        }

        int first = (int)Math.Floor(at);
        double rest = at - first;
        first -= taps == 4 ? 1 : 0;
        for (int t = taps - 1; t >= 0; t--)
        {
            int place = first + t;
            double weight = taps == 1 ? 1 : taps == 2 ? (t == 0 ? 1 - rest : rest) : GridCubic(Math.Abs(rest + 1 - t));
            if ((uint)place >= (uint)extent)
            {
                weight = padding == 0 ? 0 : weight;
                place = padding == 2 ? (int)Math.Clamp(Reflected(place, low, high), 0, extent - 1) : Math.Clamp(place, 0, extent - 1);
            }

            // The first tap comes last: it overwrites what the others are made from.
            for (int i = 0; i < count; i++)
            {
                places[(t * count) + i] = (places[i] * extent) + place;
                weights[(t * count) + i] = weights[i] * weight;
            }
        }

        return count * taps;
    }

    internal static double Reflected(double x, double low, double high)
    {
        double range = high - low;
        if (range <= 0)
        {
            return low;
        }

        double beyond = x < low ? low - x : x > high ? x - high : 0;
        double turns = Math.Floor(beyond / range);
        double rest = beyond - (turns * range);
        bool fromLow = (x < low) == (turns % 2 == 0);
        return beyond == 0 ? x : Math.Clamp(fromLow ? low + rest : high - rest, low, high);
    }

    // The cubic convolution with parameter -0.75.
    internal static double GridCubic(double x) => x <= 1
        ? (((1.25 * x) - 2.25) * x * x) + 1
        : (((((-0.75 * x) + 3.75) * x) - 6) * x) + 3;
}
