namespace ModelCodegen.Kernels;

internal static partial class KernelMethods
{
    // The different slices along a dimension of x, which is [outer, extent, inner]: sorted, or in the order in which they come
    // first. first[u] is where slice u comes first, inverse[i] is the number of slice i among the different ones, times[u] is
    // how often slice u comes. Everything is filled with 0 behind the count. order is memory for extent numbers.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Unique<T>(
        ReadOnlySpan<T> x,
        Span<T> result,
        Span<long> first,
        Span<long> inverse,
        Span<long> times,
        Span<long> count,
        Span<int> order,
        int outer,
        int extent,
        int inner,
        bool sorted)
        where T : unmanaged, INumber<T>
    {
        result.Clear();
        first.Clear();
        times.Clear();
        int found = 0;
        for (int i = 0; i < extent; i++)
        {
            // order[0 .. found] are the first places of the different slices, sorted.
            int low = 0;
            int high = found;
            while (low < high)
            {
                int middle = (low + high) / 2;
                int comparison = CompareSlices(x, i, order[middle], outer, extent, inner);
                low = comparison > 0 ? middle + 1 : low;
                high = comparison > 0 ? high : middle;
            }

            if (low < found && CompareSlices(x, i, order[low], outer, extent, inner) == 0)
            {
                inverse[i] = order[low];
                continue;
            }

            order[low..found].CopyTo(order[(low + 1)..]);
            order[low] = i;
            inverse[i] = i;
            found++;
        }

        if (!sorted)
        {
            MemoryExtensions.Sort(order[..found]);
        }

        for (int u = 0; u < found; u++)
        {
            first[u] = order[u];
            for (int o = 0; o < outer; o++)
            {
                x.Slice(((o * extent) + order[u]) * inner, inner).CopyTo(result[(((o * extent) + u) * inner)..]);
            }
        }

        // inverse holds first places so far.
        for (int i = 0; i < extent; i++)
        {
            int u = 0;
            while (first[u] != inverse[i])
            {
                u++;
            }

            inverse[i] = u;
            times[u]++;
        }

        count[0] = found;
    }

    internal static int CompareSlices<T>(ReadOnlySpan<T> x, int a, int b, int outer, int extent, int inner)
        where T : unmanaged, INumber<T>
    {
        for (int o = 0; o < outer; o++)
        {
            for (int i = 0; i < inner; i++)
            {
                T left = x[(((o * extent) + a) * inner) + i];
                T right = x[(((o * extent) + b) * inner) + i];
                if (left != right)
                {
                    return left < right ? -1 : 1;
                }
            }
        }

        return 0;
    }
}
