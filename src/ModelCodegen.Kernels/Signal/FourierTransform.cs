namespace ModelCodegen.Kernels;

internal static partial class KernelMethods
{
    // The discrete Fourier transform of n complex numbers in x, in place, with y to work in; both hold pairs (real,
    // imaginary). Stockham's form of Cooley and Tukey's algorithm for the prime factors p of n: n (p1 + p2 + ...)
    // multiplications, no reordering. The turns are e^(-2 pi i k / n), or their conjugates for the inverse (without 1 / n).
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void FourierTransform(Span<double> x, Span<double> y, ReadOnlySpan<double> turns, int n)
    {
        Span<double> source = x;
        Span<double> target = y;
        int rest = n;
        for (int stride = 1; stride < n;)
        {
            int p = LeastFactor(rest);
            rest /= p;
            for (int j = 0; j < rest; j++)
            {
                for (int r = 0; r < p; r++)
                {
                    int turn = 2 * stride * j * r;
                    double re = turns[turn];
                    double im = turns[turn + 1];
                    for (int q = 0; q < stride; q++)
                    {
                        double sumRe = 0;
                        double sumIm = 0;
                        int from = 2 * (q + (stride * j));
                        int root = 0;
                        for (int i = 0; i < p; i++)
                        {
                            int w = 2 * (n / p) * root;
                            sumRe += (source[from] * turns[w]) - (source[from + 1] * turns[w + 1]);
                            sumIm += (source[from] * turns[w + 1]) + (source[from + 1] * turns[w]);
                            from += 2 * stride * rest;
                            root += r;
                            root = root >= p ? root - p : root;
                        }

                        int to = 2 * (q + (stride * ((p * j) + r)));
                        target[to] = (sumRe * re) - (sumIm * im);
                        target[to + 1] = (sumRe * im) + (sumIm * re);
                    }
                }
            }

            stride *= p;
            Span<double> swap = source;
            source = target;
            target = swap;
        }

        if (source != x)
        {
            source.CopyTo(x);
        }
    }

    // e^(-2 pi i k / n) for all k, pairs (real, imaginary).
    internal static void FillTurns(Span<double> turns, int n, bool inverse)
    {
        for (int k = 0; k < n; k++)
        {
            double angle = 6.283185307179586 * k / n;
            turns[2 * k] = CosReal(angle);
            turns[(2 * k) + 1] = inverse ? SinReal(angle) : -SinReal(angle);
        }
    }

    internal static int LeastFactor(int n)
    {
        for (int p = 2; p <= n / p; p++)
        {
            if (n % p == 0)
            {
                return p;
            }
        }

        return n;
    }
}
