namespace ModelCodegen.Kernels;

internal static partial class KernelMethods
{
    // Triangles over the bins of a spectrum, one a column of y [bins, bands], whose corners are at equal distances on the
    // mel scale, 2595 log10(1 + hertz / 700), rounded down to bins of a transform of that length.
    internal static void MelWeights<T>(Span<T> y, int bands, int length, double sampleRate, double lowest, double highest)
        where T : unmanaged, INumberBase<T>
    {
        y.Clear();
        int bins = y.Length / bands;
        double low = MelOfHertz(lowest);
        double step = (MelOfHertz(highest) - low) / (bands + 2);
        for (int band = 0; band < bands; band++)
        {
            int left = MelCorner(low + (band * step), length, sampleRate);
            int center = MelCorner(low + ((band + 1) * step), length, sampleRate);
            int right = MelCorner(low + ((band + 2) * step), length, sampleRate);
            for (int bin = left; bin < Math.Min(right, bins); bin++)
            {
                double weight = bin < center ? (double)(bin - left) / (center - left) : (double)(right - bin) / (right - center);
                y[(bin * bands) + band] = T.CreateTruncating(weight);
            }

            if (center < bins)
            {
                y[(center * bands) + band] = T.One;
            }
        }
    }

    internal static double MelOfHertz(double hertz) => 2595 * LogReal(1 + (hertz / 700)) / 2.302585092994046;

    internal static int MelCorner(double mel, int length, double sampleRate)
    {
        double hertz = 700 * (ExpReal(mel / 2595 * 2.302585092994046) - 1);
        return (int)Math.Min(Math.Max(Math.Floor((length + 1.0) * hertz / sampleRate), 0), length);
    }
}
