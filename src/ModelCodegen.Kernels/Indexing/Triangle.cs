namespace ModelCodegen.Kernels;

// The upper or lower triangles of matrices.
internal static partial class KernelMethods
{
    // Column - row is at least the diagonal's number in the upper triangle and at most that in the lower one.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Triangle<T>(ReadOnlySpan<T> x, Span<T> y, int rows, int columns, int diagonal, bool upper)
        where T : unmanaged
    {
        y.Clear();
        int lines = y.Length / columns;
        for (int i = 0; i < lines; i++)
        {
            long first = Math.Min(Math.Max((long)(i % rows) + diagonal + (upper ? 0 : 1), 0), columns);
            int start = i * columns;
            int edge = start + (int)first;
            int end = start + columns;
            ReadOnlySpan<T> line = upper ? x.Slice(edge, end - edge) : x.Slice(start, edge - start);
            line.CopyTo(y.Slice(upper ? edge : start));
        }
    }
}
