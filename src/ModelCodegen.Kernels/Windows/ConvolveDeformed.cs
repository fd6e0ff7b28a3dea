namespace ModelCodegen.Kernels;

internal static partial class KernelMethods
{
    // A convolution whose taps are moved by offsets, per output pixel, and weighted by a mask (Zhu et al. 2018). Between elements
    // x is interpolated linearly, outside it is 0. Lists are (rows, columns): the map, the kernel, strides, pads before,
    // dilations, the output. Offsets are [image][offset group][tap][row, column][output], the mask the same without the pair.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void ConvolveDeformed<T>(
        ReadOnlySpan<T> x,
        ReadOnlySpan<T> weights,
        ReadOnlySpan<T> offsets,
        ReadOnlySpan<T> bias,
        ReadOnlySpan<T> mask,
        Span<T> y,
        int images,
        int inputs,
        int outputs,
        int groups,
        int offsetGroups,
        ReadOnlySpan<int> map,
        ReadOnlySpan<int> kernel,
        ReadOnlySpan<int> strides,
        ReadOnlySpan<int> pads,
        ReadOnlySpan<int> dilations,
        ReadOnlySpan<int> output,
        bool hasBias,
        bool hasMask)
        where T : unmanaged, INumberBase<T>
    {
        int taps = kernel[0] * kernel[1];
        int pixels = output[0] * output[1];
        int perGroup = inputs / groups;
        int perOffset = inputs / offsetGroups;
        for (int image = 0; image < images; image++)
        {
            for (int o = 0; o < outputs; o++)
            {
                int first = o / (outputs / groups) * perGroup;
                for (int pixel = 0; pixel < pixels; pixel++)
                {
                    double sum = hasBias ? double.CreateTruncating(bias[o]) : 0;
                    for (int i = 0; i < perGroup; i++)
                    {
                        int channel = first + i;
                        ReadOnlySpan<T> plane = x.Slice(((image * inputs) + channel) * map[0] * map[1], map[0] * map[1]);
                        int group = (image * offsetGroups) + (channel / perOffset);
                        for (int tap = 0; tap < taps; tap++)
                        {
                            int at = (((group * taps) + tap) * 2 * pixels) + pixel;
                            double row = (pixel / output[1] * strides[0]) - pads[0] + (tap / kernel[1] * dilations[0]) + double.CreateTruncating(offsets[at]);
                            double column = (pixel % output[1] * strides[1]) - pads[1] + (tap % kernel[1] * dilations[1]) + double.CreateTruncating(offsets[at + pixels]);
                            double value = SampleOrZero(plane, map[0], map[1], row, column);
                            double share = hasMask ? double.CreateTruncating(mask[(((group * taps) + tap) * pixels) + pixel]) : 1;
                            sum += value * share * double.CreateTruncating(weights[(((o * perGroup) + i) * taps) + tap]);
                        }
                    }

                    y[(((image * outputs) + o) * pixels) + pixel] = T.CreateTruncating(sum);
                }
            }
        }
    }

    // Linear interpolation between the four elements around a place.
    internal static double SampleOrZero<T>(ReadOnlySpan<T> plane, int height, int width, double row, double column)
        where T : unmanaged, INumberBase<T>
    {
        if (!(row > -1 && row < height && column > -1 && column < width))
        {
            return 0;
        }

        int top = (int)Math.Floor(row);
        int left = (int)Math.Floor(column);
        double down = row - top;
        double right = column - left;
        return ((1 - down) * (((1 - right) * ElementOrZero(plane, height, width, top, left)) + (right * ElementOrZero(plane, height, width, top, left + 1))))
            + (down * (((1 - right) * ElementOrZero(plane, height, width, top + 1, left)) + (right * ElementOrZero(plane, height, width, top + 1, left + 1))));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static double ElementOrZero<T>(ReadOnlySpan<T> plane, int height, int width, int row, int column)
        where T : unmanaged, INumberBase<T> =>
        row >= 0 && row < height && column >= 0 && column < width ? double.CreateTruncating(plane[(row * width) + column]) : 0;
}
