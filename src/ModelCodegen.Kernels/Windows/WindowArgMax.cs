namespace ModelCodegen.Kernels;

internal static partial class KernelMethods
{
    // The largest element of each window of each map, and where it lies in x: the first of equal ones. Column-major indices count a map's first dimension fastest.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void WindowArgMax<T>(
        ReadOnlySpan<T> x,
        Span<T> y,
        Span<long> indices,
        ReadOnlySpan<int> extents,
        ReadOnlySpan<int> counts,
        ReadOnlySpan<int> kernel,
        ReadOnlySpan<int> strides,
        ReadOnlySpan<int> dilations,
        ReadOnlySpan<int> begins,
        bool columnMajor)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        int inner = extents.Length - 1;
        Span<int> window = stackalloc int[extents.Length];
        Span<int> row = stackalloc int[inner];
        window.Clear();
        row.Clear();
        int map = ProductOf(extents);
        int windows = ProductOf(counts);
        for (int at = 0; at < y.Length; at++)
        {
            int image = at / windows * map;
            ReadOnlySpan<T> from = x.Slice(image, map);
            int start = (window[inner] * strides[inner]) - begins[inner];
            int first = FirstInside(start, dilations[inner]);
            int end = EndInside(start, dilations[inner], extents[inner], kernel[inner]);
            T largest = T.MinValue;
            int place = -1;
            do
            {
                int origin = WindowRow(window, row, extents, strides, dilations, begins);
                for (int t = origin < 0 ? end : first; t < end; t++)
                {
                    int index = origin + start + (t * dilations[inner]);
                    if (place < 0 || from[index] > largest)
                    {
                        largest = from[index];
                        place = index;
                    }
                }
            }
            while (NextIndex(row, kernel));

            y[at] = largest;
            indices[at] = image + (columnMajor && place >= 0 ? ColumnMajor(place, extents) : place);
            NextIndex(window, counts);
        }
    }

    internal static int ColumnMajor(int index, ReadOnlySpan<int> extents)
    {
        int stride = ProductOf(extents);
        int result = 0;
        for (int d = extents.Length - 1; d >= 0; d--)
        {
            stride /= extents[d];
            result += index % extents[d] * stride;
            index /= extents[d];
        }

        return result;
    }
}
