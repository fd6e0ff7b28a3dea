namespace ModelCodegen.Kernels;

internal static partial class KernelMethods
{
    // The slices along a dimension whose condition holds; slices without a condition are left out. x is [outer, extent, inner]
    // and so is the result, filled with 0 behind the count.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Compress<T>(ReadOnlySpan<T> x, ReadOnlySpan<byte> condition, Span<T> result, Span<long> count, int outer, int extent, int inner)
        where T : unmanaged
    {
        result.Clear();
        int found = 0;
        for (int i = 0; i < extent && i < condition.Length; i++)
        {
            if (condition[i] == 0)
            {
                continue;
            }

            for (int o = 0; o < outer; o++)
            {
                x.Slice(((o * extent) + i) * inner, inner).CopyTo(result[(((o * extent) + found) * inner)..]);
            }

            found++;
        }

        count[0] = found;
    }
}
