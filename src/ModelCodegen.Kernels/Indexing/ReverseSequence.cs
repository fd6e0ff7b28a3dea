namespace ModelCodegen.Kernels;

// The beginnings of sequences in reverse order.
internal static partial class KernelMethods
{
    // Slices of inner elements; the step of batch and that of time lead from one slice to the next. Every sequence of the
    // batch says how much of it is reversed.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void ReverseSequence<T, TIndex>(
        ReadOnlySpan<T> x, ReadOnlySpan<TIndex> lengths, Span<T> y, int time, int batchStep, int timeStep, int inner)
        where T : unmanaged
        where TIndex : unmanaged, INumberBase<TIndex>
    {
        for (int batch = 0; batch < lengths.Length; batch++)
        {
            int length = Position(lengths[batch], time + 1);
            for (int t = 0; t < time; t++)
            {
                int source = t < length ? length - 1 - t : t;
                x.Slice(((batch * batchStep) + (source * timeStep)) * inner, inner).CopyTo(y.Slice(((batch * batchStep) + (t * timeStep)) * inner));
            }
        }
    }
}
