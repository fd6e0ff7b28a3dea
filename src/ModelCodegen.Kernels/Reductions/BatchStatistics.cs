namespace ModelCodegen.Kernels;

// Batch normalization in training: by the mean and variance of the batch itself.
internal static partial class KernelMethods
{
    // x and y are [images, channels, places]; the running mean and variance keep the momentum's share of what they were.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void BatchStatistics<T>(
        ReadOnlySpan<T> x, ReadOnlySpan<T> scale, ReadOnlySpan<T> bias, ReadOnlySpan<T> mean, ReadOnlySpan<T> variance, Span<T> y, Span<T> runningMean, Span<T> runningVariance, int places, double epsilon, double momentum)
        where T : unmanaged, INumberBase<T>
    {
        int channels = scale.Length;
        int images = x.Length / (channels * places);
        double count = images * (double)places;
        for (int channel = 0; channel < channels; channel++)
        {
            double sum = 0;
            for (int image = 0; image < images; image++)
            {
                foreach (T element in x.Slice(((image * channels) + channel) * places, places))
                {
                    sum += double.CreateTruncating(element);
                }
            }

            double average = sum / count;
            double squares = 0;
            for (int image = 0; image < images; image++)
            {
                foreach (T element in x.Slice(((image * channels) + channel) * places, places))
                {
                    double distance = double.CreateTruncating(element) - average;
                    squares += distance * distance;
                }
            }

            double spread = squares / count;
            double factor = double.CreateTruncating(scale[channel]) / Math.Sqrt(spread + epsilon);
            double shift = double.CreateTruncating(bias[channel]);
            for (int image = 0; image < images; image++)
            {
                int start = ((image * channels) + channel) * places;
                for (int i = start; i < start + places; i++)
                {
                    y[i] = T.CreateTruncating(((double.CreateTruncating(x[i]) - average) * factor) + shift);
                }
            }

            runningMean[channel] = T.CreateTruncating((double.CreateTruncating(mean[channel]) * momentum) + (average * (1 - momentum)));
            runningVariance[channel] = T.CreateTruncating((double.CreateTruncating(variance[channel]) * momentum) + (spread * (1 - momentum)));
        }
    }
}
