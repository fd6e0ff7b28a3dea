namespace ModelCodegen.Kernels;

internal static partial class KernelMethods
{
    // Elman's recurrent network: h' = f(x + h R) at each step, where x already contains W x and the biases. Rows of x and y
    // lie timeStep rows apart from step to step and batchStep from sequence to sequence; R is transposed, [size, size].
    // Steps behind a sequence's length give 0.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void RnnRecurrence<T, TF>(
        ReadOnlySpan<T> x,
        ReadOnlySpan<T> weights,
        ReadOnlySpan<T> initial,
        ReadOnlySpan<int> lengths,
        Span<T> y,
        Span<T> last,
        Span<T> sums,
        int time,
        int batches,
        int timeStep,
        int batchStep,
        int size,
        bool reverse,
        double clip,
        double fa,
        double fb)
        where T : unmanaged, INumberBase<T>
        where TF : struct, IRealFunction
    {
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

                x.Slice(row * size, size).CopyTo(sums);
                AddRowTimesMatrix(h, weights, size, 0, sums);
                Activate<T, TF>(sums, clip, fa, fb);
                sums.CopyTo(h);
                sums.CopyTo(result);
            }
        }
    }
}
