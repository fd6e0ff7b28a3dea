namespace ModelCodegen.Kernels;

internal static partial class KernelMethods
{
    // Long short-term memory (Hochreiter and Schmidhuber 1997, Gers et al. 2000): i = f(xi + h Ri + pi c),
    // o = f(xo + h Ro + po c'), e = f(xe + h Re + pe c) or 1 - i, n = g(xn + h Rn); c' = e c + i n, h' = o fh(c'), where i
    // lets in, o lets out and e keeps. x has rows of i, o, e and n and already contains W x and the biases; see
    // RnnRecurrence. R is transposed, [size, 4 size]. The peepholes are those of i, o and e, or one 0.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void LstmRecurrence<T, TF, TG, TH>(
        ReadOnlySpan<T> x,
        ReadOnlySpan<T> weights,
        ReadOnlySpan<T> initial,
        ReadOnlySpan<int> lengths,
        ReadOnlySpan<T> initialCell,
        ReadOnlySpan<T> peepholes,
        Span<T> y,
        Span<T> last,
        Span<T> lastCell,
        Span<T> sums,
        int time,
        int batches,
        int timeStep,
        int batchStep,
        int size,
        bool reverse,
        bool coupled,
        double clip,
        double fa,
        double fb,
        double ga,
        double gb,
        double ha,
        double hb)
        where T : unmanaged, INumberBase<T>
        where TF : struct, IRealFunction
        where TG : struct, IRealFunction
        where TH : struct, IRealFunction
    {
        Span<T> letsIn = sums.Slice(0, size);
        Span<T> letsOut = sums.Slice(size, size);
        Span<T> keeps = sums.Slice(2 * size, size);
        Span<T> candidates = sums.Slice(3 * size, size);
        for (int batch = 0; batch < batches; batch++)
        {
            Span<T> h = last.Slice(batch * size, size);
            Span<T> c = lastCell.Slice(batch * size, size);
            CopyOrFill(initial, batch * size, h);
            CopyOrFill(initialCell, batch * size, c);
            int length = SequenceLength(lengths, batch, time);
            for (int t = 0; t < time; t++)
            {
                int row = ((reverse && t < length ? length - 1 - t : t) * timeStep) + (batch * batchStep);
                Span<T> result = y.Slice(row * size, size);
                if (t >= length)
                {
                    result.Clear();
                    continue;
                }

                x.Slice(row * 4 * size, 4 * size).CopyTo(sums);
                AddRowTimesMatrix(h, weights, 4 * size, 0, sums);
                AddPeepholes(peepholes, 0, c, letsIn);
                AddPeepholes(peepholes, 2 * size, c, keeps);
                Activate<T, TF>(letsIn, clip, fa, fb);
                Activate<T, TF>(keeps, clip, fa, fb);
                Activate<T, TG>(candidates, clip, ga, gb);
                for (int i = 0; i < c.Length; i++)
                {
                    c[i] = ((coupled ? T.One - letsIn[i] : keeps[i]) * c[i]) + (letsIn[i] * candidates[i]);
                }

                AddPeepholes(peepholes, size, c, letsOut);
                Activate<T, TF>(letsOut, clip, fa, fb);
                c.CopyTo(candidates);
                Activate<T, TH>(candidates, double.PositiveInfinity, ha, hb);
                for (int i = 0; i < h.Length; i++)
                {
                    h[i] = letsOut[i] * candidates[i];
                }

                h.CopyTo(result);
            }
        }
    }

    // sums += peepholes * c; one peephole, of 0, means that there are none.
    internal static void AddPeepholes<T>(ReadOnlySpan<T> peepholes, int start, ReadOnlySpan<T> c, Span<T> sums)
        where T : unmanaged, INumberBase<T>
    {
        if (peepholes.Length > 1)
        {
            for (int i = 0; i < sums.Length; i++)
            {
                sums[i] += peepholes[start + i] * c[i];
            }
        }
    }
}
