namespace ModelCodegen.Kernels;

// y[o, j, i] = sum over t of weights[j, t] * x[o, indices[j, t], i], or the fill where the first index is -1. x is
// [outer, extent, inner]. Two taps are a line between two elements, so that equal elements give just them.
internal static partial class KernelMethods
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void ResampleAlong<T>(
        ReadOnlySpan<T> x, ReadOnlySpan<int> indices, ReadOnlySpan<T> weights, Span<T> y, int outer, int extent, int inner, int taps, double fill)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T constant = T.CreateTruncating(fill);
        int count = indices.Length / taps;
        for (int o = 0; o < outer; o++)
        {
            ReadOnlySpan<T> from = x.Slice(o * extent * inner, extent * inner);
            Span<T> to = y.Slice(o * count * inner, count * inner);
            for (int j = 0; j < count; j++)
            {
                ReadOnlySpan<int> index = indices.Slice(j * taps, taps);
                ReadOnlySpan<T> weight = weights.Slice(j * taps, taps);
                Span<T> result = to.Slice(j * inner, inner);
                if (index[0] < 0)
                {
                    result.Fill(constant);
                }
                else if (inner == 1)
                {
                    result[0] = WeighElements(from, index, weight);
                }
                else if (taps == 2)
                {
                    InterpolateRows(from.Slice(index[0] * inner, inner), from.Slice(index[1] * inner, inner), weight[1], result);
                }
                else
                {
                    WeighRow(from.Slice(index[0] * inner, inner), weight[0], result);
                    for (int t = 1; t < taps; t++)
                    {
                        AddWeighedRow(from.Slice(index[t] * inner, inner), weight[t], result);
                    }
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T WeighElements<T>(ReadOnlySpan<T> x, ReadOnlySpan<int> indices, ReadOnlySpan<T> weights)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (indices.Length == 2)
        {
            T a = x[indices[0]];
            return a + (weights[1] * (x[indices[1]] - a));
        }

        T sum = weights[0] * x[indices[0]];
        for (int t = 1; t < indices.Length; t++)
        {
            sum += weights[t] * x[indices[t]];
        }

        return sum;
    }

    // y = a + weight * (b - a)
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void InterpolateRows<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, T weight, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ReadOnlySpan<Vector<T>> wideA = MemoryMarshal.Cast<T, Vector<T>>(a);
        ReadOnlySpan<Vector<T>> wideB = MemoryMarshal.Cast<T, Vector<T>>(b);
        Span<Vector<T>> wideY = MemoryMarshal.Cast<T, Vector<T>>(y);
        for (int i = 0; i < wideY.Length; i++)
        {
            wideY[i] = wideA[i] + ((wideB[i] - wideA[i]) * weight);
        }

        for (int i = wideY.Length * Vector<T>.Count; i < y.Length; i++)
        {
            y[i] = a[i] + ((b[i] - a[i]) * weight);
        }
    }

    // y = weight * x
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void WeighRow<T>(ReadOnlySpan<T> x, T weight, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ReadOnlySpan<Vector<T>> wideX = MemoryMarshal.Cast<T, Vector<T>>(x);
        Span<Vector<T>> wideY = MemoryMarshal.Cast<T, Vector<T>>(y);
        for (int i = 0; i < wideY.Length; i++)
        {
            wideY[i] = wideX[i] * weight;
        }

        for (int i = wideY.Length * Vector<T>.Count; i < y.Length; i++)
        {
            y[i] = x[i] * weight;
        }
    }

    // y += weight * x
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void AddWeighedRow<T>(ReadOnlySpan<T> x, T weight, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ReadOnlySpan<Vector<T>> wideX = MemoryMarshal.Cast<T, Vector<T>>(x);
        Span<Vector<T>> wideY = MemoryMarshal.Cast<T, Vector<T>>(y);
        for (int i = 0; i < wideY.Length; i++)
        {
            wideY[i] += wideX[i] * weight;
        }

        for (int i = wideY.Length * Vector<T>.Count; i < y.Length; i++)
        {
            y[i] += x[i] * weight;
        }
    }
}
