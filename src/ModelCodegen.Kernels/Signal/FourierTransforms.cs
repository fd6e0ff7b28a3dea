namespace ModelCodegen.Kernels;

internal static partial class KernelMethods
{
    // Fourier transforms of rows of x times a window (one number, or one per element), in doubles: outer x inner rows of
    // elements that are step apart, each row known elements long and filled up to n by 0, each element one real number or a
    // pair. Of each transform the first bins pairs go to y, [outer, bins, inner] or [outer, inner, bins].
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void FourierTransforms<T>(
        ReadOnlySpan<T> x,
        ReadOnlySpan<T> window,
        Span<T> y,
        Span<double> turns,
        Span<double> signal,
        Span<double> work,
        int outer,
        int outerStep,
        int inner,
        int innerStep,
        int known,
        int step,
        int n,
        int bins,
        bool isComplex,
        bool inverse,
        bool binsLast)
        where T : unmanaged, INumberBase<T>
    {
        FillTurns(turns, n, inverse);
        double scale = inverse ? 1.0 / n : 1;
        int binStep = binsLast ? 2 : 2 * inner;
        int rowStep = binsLast ? 2 * bins : 2;
        for (int o = 0; o < outer; o++)
        {
            for (int i = 0; i < inner; i++)
            {
                signal.Clear();
                int from = (o * outerStep) + (i * innerStep);
                for (int k = 0; k < known; k++)
                {
                    double factor = double.CreateTruncating(window[window.Length == 1 ? 0 : k]);
                    signal[2 * k] = double.CreateTruncating(x[from]) * factor;
                    signal[(2 * k) + 1] = isComplex ? double.CreateTruncating(x[from + 1]) * factor : 0;
                    from += step;
                }

                FourierTransform(signal, work, turns, n);
                int to = (o * bins * inner * 2) + (i * rowStep);
                for (int k = 0; k < bins; k++)
                {
                    y[to] = T.CreateTruncating(signal[2 * k] * scale);
                    y[to + 1] = T.CreateTruncating(signal[(2 * k) + 1] * scale);
                    to += binStep;
                }
            }
        }
    }
}
