namespace ModelCodegen.Kernels;

internal static partial class KernelMethods
{
    // y[n, m, o] = bias[m] + sum over c, k of w[m, c, k] * x[n, c, o * stride - begin + k * dilation]. Row by row: each
    // weight is multiplied with a row of x and added to a row of y.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void ConvolveDirectly<T>(
        ReadOnlySpan<T> x,
        ReadOnlySpan<T> w,
        ReadOnlySpan<T> bias,
        Span<T> y,
        int images,
        int groups,
        int inputs,
        int outputs,
        ReadOnlySpan<int> extents,
        ReadOnlySpan<int> counts,
        ReadOnlySpan<int> kernel,
        ReadOnlySpan<int> strides,
        ReadOnlySpan<int> dilations,
        ReadOnlySpan<int> begins)
        where T : unmanaged, INumber<T>
    {
        int inner = extents.Length - 1;
        Span<int> row = stackalloc int[inner];
        Span<int> tap = stackalloc int[inner];
        row.Clear();
        tap.Clear();
        int inputMap = ProductOf(extents);
        int outputMap = ProductOf(counts);
        int taps = ProductOf(kernel);
        int width = counts[inner];
        for (int map = 0; map < images * groups * outputs; map++)
        {
            int channel = map % (groups * outputs);
            int first = ((map / (groups * outputs) * groups) + (channel / outputs)) * inputs;
            ReadOnlySpan<T> weights = w.Slice(channel * inputs * taps, inputs * taps);
            for (int at = 0; at < outputMap; at += width)
            {
                Span<T> to = y.Slice((map * outputMap) + at, width);
                to.Fill(bias[channel]);
                for (int c = 0; c < inputs; c++)
                {
                    ReadOnlySpan<T> from = x.Slice((first + c) * inputMap, inputMap);
                    int weight = c * taps;
                    do
                    {
                        int origin = WindowRow(row, tap, extents, strides, dilations, begins);
                        for (int k = 0; k < kernel[inner]; k++, weight++)
                        {
                            if (origin >= 0)
                            {
                                AddWeighedStrided(from.Slice(origin, extents[inner]), weights[weight], to, (k * dilations[inner]) - begins[inner], strides[inner]);
                            }
                        }
                    }
                    while (NextIndex(tap, kernel));
                }

                NextIndex(row, counts);
            }
        }
    }

    // y[i] += weight * x[start + i * step], where that lies in x
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void AddWeighedStrided<T>(ReadOnlySpan<T> x, T weight, Span<T> y, int start, int step)
        where T : unmanaged, INumber<T>
    {
        int end = EndInside(start, step, x.Length, y.Length);
        for (int i = FirstInside(start, step); i < end; i++)
        {
            y[i] += weight * x[start + (i * step)];
        }
    }
}
