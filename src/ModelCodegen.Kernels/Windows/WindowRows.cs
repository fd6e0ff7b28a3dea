namespace ModelCodegen.Kernels;

// Windows over any number of dimensions: element t of window w lies at w * stride - begin + t * dilation. Loops over
// windows and over a window's rows count indices up like a mileage counter; the innermost dimension is a plain loop.
internal static partial class KernelMethods
{
    // Counts up; false after the last.
    internal static bool NextIndex(Span<int> index, ReadOnlySpan<int> extents)
    {
        for (int d = index.Length - 1; d >= 0; d--)
        {
            if (++index[d] < extents[d])
            {
                return true;
            }

            index[d] = 0;
        }

        return false;
    }

    internal static int ProductOf(ReadOnlySpan<int> extents)
    {
        int product = 1;
        foreach (int extent in extents)
        {
            product *= extent;
        }

        return product;
    }

    // Where the row of a window's elements begins (element 0 of the innermost dimension), by the window's and the row's
    // indices; negative where the row lies outside.
    internal static int WindowRow(
        ReadOnlySpan<int> window, ReadOnlySpan<int> row, ReadOnlySpan<int> extents, ReadOnlySpan<int> strides, ReadOnlySpan<int> dilations, ReadOnlySpan<int> begins)
    {
        int start = 0;
        for (int d = 0; d < row.Length; d++)
        {
            int at = (window[d] * strides[d]) - begins[d] + (row[d] * dilations[d]);
            if ((uint)at >= (uint)extents[d])
            {
                return -1;
            }

            start = (start + at) * extents[d + 1];
        }

        return start;
    }

    // The least t whose element start + t * step is not negative.
    internal static int FirstInside(int start, int step) => start >= 0 ? 0 : (step - 1 - start) / step;

    // How many t there are whose element start + t * step lies before the end, at most count.
    internal static int EndInside(int start, int step, int end, int count) =>
        start >= end ? 0 : Math.Min(count, ((end - 1 - start) / step) + 1);
}
