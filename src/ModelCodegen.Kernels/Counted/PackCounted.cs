namespace ModelCodegen.Kernels;

internal static partial class KernelMethods
{
    // Writes the first count slices of x, which is [outer, extent, inner], without gaps, and the dimensions that come of it.
    internal static void PackCounted<T>(
        ReadOnlySpan<T> x, ReadOnlySpan<long> count, Span<T> packed, Span<int> dims, int outer, int extent, int inner, ReadOnlySpan<int> shape, int dimension)
        where T : unmanaged
    {
        int length = (int)Math.Clamp(count[0], 0, extent);
        for (int o = 0; o < outer; o++)
        {
            x.Slice(o * extent * inner, length * inner).CopyTo(packed[(o * length * inner)..]);
        }

        shape.CopyTo(dims);
        dims[dimension] = length;
    }
}
