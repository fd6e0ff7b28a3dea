namespace ModelCodegen.Kernels;

// y[o, j, i] = x[o, indices[j], i], or the fill where the index is -1. x is [outer, extent, inner].
internal static partial class KernelMethods
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void PickAlong<T>(ReadOnlySpan<T> x, ReadOnlySpan<int> indices, Span<T> y, int outer, int extent, int inner, double fill)
        where T : unmanaged, INumberBase<T>
    {
        T constant = T.CreateTruncating(fill);
        for (int o = 0; o < outer; o++)
        {
            ReadOnlySpan<T> from = x.Slice(o * extent * inner, extent * inner);
            Span<T> to = y.Slice(o * indices.Length * inner, indices.Length * inner);
            if (inner == 1)
            {
                for (int j = 0; j < indices.Length; j++)
                {
                    to[j] = indices[j] < 0 ? constant : from[indices[j]];
                }

                continue;
            }

            for (int j = 0; j < indices.Length; j++)
            {
                if (indices[j] < 0)
                {
                    to.Slice(j * inner, inner).Fill(constant);
                }
                else
                {
                    from.Slice(indices[j] * inner, inner).CopyTo(to.Slice(j * inner, inner));
                }
            }
        }
    }
}
