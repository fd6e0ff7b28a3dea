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
            if (p == 2)
            {
                FourierPairs(source, target, turns, rest, stride);
            }
            else
            {
                FourierGroups(source, target, turns, p, rest, stride, n);
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

    // A step by the factor 2: sums, and differences times a turn.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void FourierPairs(ReadOnlySpan<double> source, Span<double> target, ReadOnlySpan<double> turns, int rest, int stride)
    {
        int length = 2 * stride;
        for (int j = 0; j < rest; j++)
        {
            double re = turns[length * j];
            double im = turns[(length * j) + 1];
            ReadOnlySpan<double> first = source.Slice(length * j, length);
            ReadOnlySpan<double> second = source.Slice(length * (j + rest), length);
            Span<double> sums = target.Slice(2 * length * j, length);
            Span<double> differences = target.Slice(((2 * j) + 1) * length, length);
            for (int q = 0; q < first.Length - 1; q += 2)
            {
                double differenceRe = first[q] - second[q];
                double differenceIm = first[q + 1] - second[q + 1];
                sums[q] = first[q] + second[q];
                sums[q + 1] = first[q + 1] + second[q + 1];
                differences[q] = (differenceRe * re) - (differenceIm * im);
                differences[q + 1] = (differenceRe * im) + (differenceIm * re);
            }
        }
    }

    // A step by any factor p: transforms of length p, times turns.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void FourierGroups(
        ReadOnlySpan<double> source, Span<double> target, ReadOnlySpan<double> turns, int p, int rest, int stride, int n)
    {
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
