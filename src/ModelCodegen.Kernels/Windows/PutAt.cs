namespace ModelCodegen.Kernels;

internal static partial class KernelMethods
{
    // y[indices[i]] = x[i]; the other elements are 0.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void PutAt<T>(ReadOnlySpan<T> x, ReadOnlySpan<long> indices, Span<T> y)
        where T : unmanaged
    {
        y.Clear();
        for (int i = 0; i < x.Length; i++)
        {
            y[checked((int)indices[i])] = x[i];
        }
    }
}
