namespace ModelCodegen.Kernels;

// Indices that come from data.
internal static partial class KernelMethods
{
    // The index as position in a dimension; negative ones count from the end.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int Position<TIndex>(TIndex index, int extent)
        where TIndex : unmanaged, INumberBase<TIndex>
    {
        long position = long.CreateTruncating(index);
        position = position < 0 ? position + extent : position;
        if (position < 0 || position >= extent)
        {
            ThrowOutside(long.CreateTruncating(index), extent);
        }

        return (int)position;
    }

    internal static void ThrowOutside(long index, int extent) =>
        throw new ArgumentException($"The index {index} is outside a dimension of {extent}.");
}
