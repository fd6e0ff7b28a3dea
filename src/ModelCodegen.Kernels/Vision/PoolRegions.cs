namespace ModelCodegen.Kernels;

internal static partial class KernelMethods
{
    // y[r, c, i, j]: the largest element in a bin of region r, whose corners are rounded to elements (Girshick 2015); 0 in an
    // empty bin. regions are rows of image, x1, y1, x2, y2.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void PoolRegions<T>(
        ReadOnlySpan<T> x, ReadOnlySpan<T> regions, Span<T> y, int channels, int height, int width, int binsHigh, int binsWide, double scale)
        where T : unmanaged, INumber<T>
    {
        int map = height * width;
        int at = 0;
        for (int r = 0; r < regions.Length / 5; r++)
        {
            ReadOnlySpan<T> region = regions.Slice(r * 5, 5);
            ReadOnlySpan<T> image = x.Slice(checked(int.CreateSaturating(region[0]) * channels * map), channels * map);
            int left = ScaledCorner(region[1], scale);
            int top = ScaledCorner(region[2], scale);
            double binWidth = Math.Max(ScaledCorner(region[3], scale) - left + 1, 1) / (double)binsWide;
            double binHeight = Math.Max(ScaledCorner(region[4], scale) - top + 1, 1) / (double)binsHigh;
            for (int c = 0; c < channels; c++)
            {
                for (int bin = 0; bin < binsHigh * binsWide; bin++)
                {
                    int firstRow = Math.Clamp((int)Math.Floor(bin / binsWide * binHeight) + top, 0, height);
                    int endRow = Math.Clamp((int)Math.Ceiling(((bin / binsWide) + 1) * binHeight) + top, 0, height);
                    int firstColumn = Math.Clamp((int)Math.Floor(bin % binsWide * binWidth) + left, 0, width);
                    int endColumn = Math.Clamp((int)Math.Ceiling(((bin % binsWide) + 1) * binWidth) + left, 0, width);
                    bool isEmpty = endRow <= firstRow || endColumn <= firstColumn;
                    T most = isEmpty ? T.Zero : image[(c * map) + (firstRow * width) + firstColumn];
                    for (int row = firstRow; row < endRow; row++)
                    {
                        for (int column = firstColumn; column < endColumn; column++)
                        {
                            T value = image[(c * map) + (row * width) + column];
                            most = value > most ? value : most;
                        }
                    }

                    y[at++] = most;
                }
            }
        }
    }

    // Bounded, so that sums of corners stay integers.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int ScaledCorner<T>(T corner, double scale)
        where T : unmanaged, INumberBase<T> =>
        (int)Math.Clamp(Math.Round(double.CreateTruncating(corner) * scale, MidpointRounding.AwayFromZero), -1e6, 1e6);
}
