namespace ModelCodegen.Kernels;

// The largest or least elements along a dimension, the best first, and where they are.
internal static partial class KernelMethods
{
    // heap holds at least count elements.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void TopK<T>(ReadOnlySpan<T> x, Span<T> values, Span<long> positions, Span<int> heap, int extent, int inner, int count, bool largest)
        where T : unmanaged, INumber<T>
    {
        int rows = values.Length / count;
        for (int i = 0; i < rows; i++)
        {
            ReadOnlySpan<T> row = x.Slice((i / inner * extent * inner) + (i % inner));

            // A heap of the best positions so far, the worst of them on top.
            for (int k = 0; k < count; k++)
            {
                heap[k] = k;
            }

            for (int k = (count / 2) - 1; k >= 0; k--)
            {
                SinkWorse(row, inner, heap, k, count, largest);
            }

            for (int k = count; k < extent; k++)
            {
                if (Precedes(row, inner, k, heap[0], largest))
                {
                    heap[0] = k;
                    SinkWorse(row, inner, heap, 0, count, largest);
                }
            }

            // Taken out from the worst to the best.
            int start = (i / inner * count * inner) + (i % inner);
            for (int k = count - 1; k >= 0; k--)
            {
                values[start + (k * inner)] = row[heap[0] * inner];
                positions[start + (k * inner)] = heap[0];
                heap[0] = heap[k];
                SinkWorse(row, inner, heap, 0, k, largest);
            }
        }
    }

    // Lets the position at a place of the heap sink below those that are worse.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void SinkWorse<T>(ReadOnlySpan<T> row, int step, Span<int> heap, int place, int length, bool largest)
        where T : unmanaged, INumber<T>
    {
        int sinking = heap[place];
        for (int child = (2 * place) + 1; child < length; child = (2 * place) + 1)
        {
            if (child + 1 < length && Precedes(row, step, heap[child], heap[child + 1], largest))
            {
                child++;
            }

            if (!Precedes(row, step, sinking, heap[child], largest))
            {
                break;
            }

            heap[place] = heap[child];
            place = child;
        }

        heap[place] = sinking;
    }

    // Whether one position comes before another: by the elements, NaN counting as the largest, then by the position.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool Precedes<T>(ReadOnlySpan<T> row, int step, int a, int b, bool largest)
        where T : unmanaged, INumber<T>
    {
        T x = row[a * step];
        T y = row[b * step];
        if (x == y || (T.IsNaN(x) && T.IsNaN(y)))
        {
            return a < b;
        }

        return largest == (x > y || T.IsNaN(x));
    }
}
