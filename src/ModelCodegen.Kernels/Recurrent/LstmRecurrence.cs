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
        ReadOnlySpan<T> letsIn = sums.Slice(0, size);
        ReadOnlySpan<T> letsOut = sums.Slice(size, size);
        ReadOnlySpan<T> keeps = sums.Slice(2 * size, size);
        ReadOnlySpan<T> candidates = sums.Slice(3 * size, size);
        bool peeps = peepholes.Length > 1;
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
                for (int i = 0; i < h.Length; i++)
                {
                    T cell = c[i];
                    T input = Activate<T, TF>(peeps ? letsIn[i] + (peepholes[i] * cell) : letsIn[i], clip, fa, fb);
                    T kept = coupled
                        ? T.One - input
                        : Activate<T, TF>(peeps ? keeps[i] + (peepholes[(2 * size) + i] * cell) : keeps[i], clip, fa, fb);
                    cell = (kept * cell) + (input * Activate<T, TG>(candidates[i], clip, ga, gb));
                    c[i] = cell;
                    T output = Activate<T, TF>(peeps ? letsOut[i] + (peepholes[size + i] * cell) : letsOut[i], clip, fa, fb);
                    h[i] = output * Activate<T, TH>(cell, double.PositiveInfinity, ha, hb);
                }

                h.CopyTo(result);
            }
        }
    }
}
