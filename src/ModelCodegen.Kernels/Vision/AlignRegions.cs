namespace ModelCodegen.Kernels;

internal static partial class KernelMethods
{
    // y[r, c, i, j]: the mean of samples in a bin of region r, each between the four elements of x[images[r], c] around it,
    // or the largest of these elements' weighted values, which is what ONNX's implementations call the maximum.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void AlignRegions<T>(
        ReadOnlySpan<T> x,
        ReadOnlySpan<T> regions,
        ReadOnlySpan<long> images,
        Span<T> y,
        int channels,
        int height,
        int width,
        int binsHigh,
        int binsWide,
        int samples,
        double scale,
        bool maximum,
        bool halfPixel)
        where T : unmanaged, INumberBase<T>
    {
        int map = height * width;
        for (int r = 0; r < images.Length; r++)
        {
            ReadOnlySpan<T> image = x.Slice(checked((int)images[r] * channels * map), channels * map);
            double offset = halfPixel ? 0.5 : 0;
            double left = (double.CreateTruncating(regions[4 * r]) * scale) - offset;
            double top = (double.CreateTruncating(regions[(4 * r) + 1]) * scale) - offset;
            double regionWidth = (double.CreateTruncating(regions[(4 * r) + 2]) * scale) - offset - left;
            double regionHeight = (double.CreateTruncating(regions[(4 * r) + 3]) * scale) - offset - top;
            if (!halfPixel)
            {
                regionWidth = Math.Max(regionWidth, 1);
                regionHeight = Math.Max(regionHeight, 1);
            }

            double binWidth = regionWidth / binsWide;
            double binHeight = regionHeight / binsHigh;

            // As many samples as a bin has elements; the limit is for regions that make no sense.
            int down = samples > 0 ? samples : (int)Math.Clamp(Math.Ceiling(binHeight), 0, 1024);
            int across = samples > 0 ? samples : (int)Math.Clamp(Math.Ceiling(binWidth), 0, 1024);
            for (int c = 0; c < channels; c++)
            {
                ReadOnlySpan<T> from = image.Slice(c * map, map);
                for (int bin = 0; bin < binsHigh * binsWide; bin++)
                {
                    double result = maximum && down * across > 0 ? double.NegativeInfinity : 0;
                    for (int sample = 0; sample < down * across; sample++)
                    {
                        double row = top + ((bin / binsWide) * binHeight) + (((sample / across) + 0.5) * binHeight / down);
                        double column = left + ((bin % binsWide) * binWidth) + (((sample % across) + 0.5) * binWidth / across);
                        double value = SampleLinearly(from, height, width, row, column, maximum);
                        result = maximum ? Math.Max(result, value) : result + value;
                    }

                    y[(((r * channels) + c) * binsHigh * binsWide) + bin] = T.CreateTruncating(maximum ? result : result / Math.Max(down * across, 1));
                }
            }
        }
    }

    // The sum or the largest of the four weighted elements around; 0 more than one element outside.
    internal static double SampleLinearly<T>(ReadOnlySpan<T> map, int height, int width, double row, double column, bool maximum)
        where T : unmanaged, INumberBase<T>
    {
        if (!(row >= -1 && row <= height && column >= -1 && column <= width))
        {
            return 0;
        }

        row = Math.Clamp(row, 0, height - 1);
        column = Math.Clamp(column, 0, width - 1);
        int i = (int)row;
        int j = (int)column;
        int below = Math.Min(i + 1, height - 1);
        int right = Math.Min(j + 1, width - 1);
        double down = row - i;
        double across = column - j;
        double a = (1 - down) * (1 - across) * double.CreateTruncating(map[(i * width) + j]);
        double b = (1 - down) * across * double.CreateTruncating(map[(i * width) + right]);
        double c = down * (1 - across) * double.CreateTruncating(map[(below * width) + j]);
        double d = down * across * double.CreateTruncating(map[(below * width) + right]);
        return maximum ? Math.Max(Math.Max(a, b), Math.Max(c, d)) : a + b + c + d;
    }
}
