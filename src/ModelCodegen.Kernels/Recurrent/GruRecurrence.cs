namespace ModelCodegen.Kernels;

internal static partial class KernelMethods
{
    // Gated recurrent units (Cho et al. 2014): z = f(xz + h Rz), r = f(xr + h Rr), n = g(xn + (r h) Rn), or with a linear
    // layer before the reset, n = g(xn + r (h Rn + bias)); h' = (1 - z) n + z h. x has rows of z, r and n and already
    // contains W x and the other biases; see RnnRecurrence. R is transposed, [size, 3 size].
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void GruRecurrence<T, TF, TG>(
        ReadOnlySpan<T> x,
        ReadOnlySpan<T> weights,
        ReadOnlySpan<T> initial,
        ReadOnlySpan<int> lengths,
        ReadOnlySpan<T> bias,
        Span<T> y,
        Span<T> last,
        Span<T> sums,
        int time,
        int batches,
        int timeStep,
        int batchStep,
        int size,
        bool reverse,
        bool linearBeforeReset,
        double clip,
        double fa,
        double fb,
        double ga,
        double gb)
        where T : unmanaged, INumberBase<T>
        where TF : struct, IRealFunction
        where TG : struct, IRealFunction
    {
        Span<T> gates = sums.Slice(0, 2 * size);
        Span<T> z = sums.Slice(0, size);
        Span<T> r = sums.Slice(size, size);
        Span<T> n = sums.Slice(2 * size, size);
        for (int batch = 0; batch < batches; batch++)
        {
            Span<T> h = last.Slice(batch * size, size);
            CopyOrFill(initial, batch * size, h);
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

                ReadOnlySpan<T> candidates = x.Slice(((row * 3) + 2) * size, size);
                x.Slice(row * 3 * size, 2 * size).CopyTo(gates);
                AddRowTimesMatrix(h, weights, 3 * size, 0, gates);
                Activate<T, TF>(gates, clip, fa, fb);
                if (linearBeforeReset)
                {
                    CopyOrFill(bias, 0, n);
                    AddRowTimesMatrix(h, weights, 3 * size, 2 * size, n);
                    for (int i = 0; i < n.Length; i++)
                    {
                        n[i] = candidates[i] + (r[i] * n[i]);
                    }
                }
                else
                {
                    for (int i = 0; i < r.Length; i++)
                    {
                        r[i] *= h[i];
                    }

                    candidates.CopyTo(n);
                    AddRowTimesMatrix(r, weights, 3 * size, 2 * size, n);
                }

                Activate<T, TG>(n, clip, ga, gb);
                for (int i = 0; i < h.Length; i++)
                {
                    h[i] = ((T.One - z[i]) * n[i]) + (z[i] * h[i]);
                }

                h.CopyTo(result);
            }
        }
    }
}
