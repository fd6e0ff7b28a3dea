namespace ModelCodegen.Kernels;

// Elements at strides of their own, such as diagonals.
internal static partial class KernelMethods
{
    // y is in row-major order; no extent is 0.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void TakeStrided<T>(ReadOnlySpan<T> x, Span<T> y, ReadOnlySpan<int> extents, ReadOnlySpan<int> strides)
        where T : unmanaged
    {
        Span<int> at = stackalloc int[extents.Length];
        at.Clear();
        int offset = 0;
        for (int i = 0; i < y.Length; i++)
        {
            y[i] = x[offset];
            NextIndex(extents, strides, at, ref offset);
        }
    }
}
