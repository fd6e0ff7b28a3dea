namespace ModelCodegen.Kernels;

// Where the largest or the least elements are.
internal static partial class KernelMethods
{
    // y = the positions along a dimension; of equal elements the first or the last counts.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void ArgExtreme<T>(ReadOnlySpan<T> x, Span<long> y, int extent, int inner, bool largest, bool last)
        where T : unmanaged, INumber<T>
    {
        for (int i = 0; i < y.Length; i++)
        {
            y[i] = ExtremeAt(x.Slice((i / inner * extent * inner) + (i % inner)), extent, inner, largest, last);
        }
    }

    // The position of the extreme among so many elements, each a step behind the one before.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static int ExtremeAt<T>(ReadOnlySpan<T> x, int extent, int step, bool largest, bool last)
        where T : unmanaged, INumber<T>
    {
        int best = 0;
        T extreme = x[0];
        for (int k = 1; k < extent; k++)
        {
            T element = x[k * step];
            if ((largest ? element > extreme : element < extreme) || (last && element == extreme))
            {
                best = k;
                extreme = element;
            }
        }

        return best;
    }
}
