namespace ModelCodegen.Kernels;

internal static partial class KernelMethods
{
    // y = x / (bias + alpha / size * sum of squares over size neighbouring channels) ^ beta; x is [images, channels, pixels].
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void LocalResponse<T>(
        ReadOnlySpan<T> x, Span<T> y, int images, int channels, int pixels, int size, double alpha, double beta, double bias)
        where T : unmanaged, INumberBase<T>
    {
        for (int image = 0; image < images; image++)
        {
            ReadOnlySpan<T> map = x.Slice(image * channels * pixels, channels * pixels);
            Span<T> result = y.Slice(image * channels * pixels, channels * pixels);
            for (int channel = 0; channel < channels; channel++)
            {
                int first = Math.Max(0, channel - ((size - 1) / 2));
                int last = Math.Min(channels - 1, channel + (size / 2));
                for (int pixel = 0; pixel < pixels; pixel++)
                {
                    double squares = 0;
                    for (int c = first; c <= last; c++)
                    {
                        double value = double.CreateTruncating(map[(c * pixels) + pixel]);
                        squares += value * value;
                    }

                    int at = (channel * pixels) + pixel;
                    result[at] = T.CreateTruncating(double.CreateTruncating(map[at]) / PowReal(bias + (alpha / size * squares), beta));
                }
            }
        }
    }
}
