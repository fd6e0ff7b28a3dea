namespace ModelCodegen.Kernels;

internal static partial class KernelMethods
{
    // The indices of all elements that are not 0: row d of the result holds those along dimension d. count is their number;
    // behind it rows are filled with 0.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void NonZero<T>(ReadOnlySpan<T> x, Span<long> indices, Span<long> count, ReadOnlySpan<int> shape)
        where T : unmanaged, INumberBase<T>
    {
        indices.Clear();
        int found = 0;
        for (int i = 0; i < x.Length; i++)
        {
            if (x[i] == T.Zero)
            {
                continue;
            }

            int rest = i;
            for (int d = shape.Length - 1; d >= 0; d--)
            {
                indices[(d * x.Length) + found] = rest % shape[d];
                rest /= shape[d];
            }

            found++;
        }

        count[0] = found;
    }
}
