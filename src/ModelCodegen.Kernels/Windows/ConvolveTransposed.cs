namespace ModelCodegen.Kernels;

internal static partial class KernelMethods
{
    // y[n, m, i * stride - begin + k * dilation] += w[c, m, k] * x[n, c, i], beginning with the bias.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void ConvolveTransposed<T>(
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
        int width = extents[inner];
        for (int map = 0; map < images * groups * outputs; map++)
        {
            int channel = map % (groups * outputs);
            int group = channel / outputs;
            Span<T> to = y.Slice(map * outputMap, outputMap);
            to.Fill(bias[channel]);
            for (int c = 0; c < inputs; c++)
            {
                ReadOnlySpan<T> from = x.Slice(((map / (groups * outputs) * groups * inputs) + (group * inputs) + c) * inputMap, inputMap);
                ReadOnlySpan<T> weights = w.Slice(((((group * inputs) + c) * outputs) + (channel % outputs)) * taps, taps);
                for (int at = 0; at < inputMap; at += width)
                {
                    int weight = 0;
                    do
                    {
                        int origin = WindowRow(row, tap, counts, strides, dilations, begins);
                        for (int k = 0; k < kernel[inner]; k++, weight++)
                        {
                            if (origin >= 0)
                            {
                                SpreadWeighed(from.Slice(at, width), weights[weight], to.Slice(origin, counts[inner]), (k * dilations[inner]) - begins[inner], strides[inner]);
                            }
                        }
                    }
                    while (NextIndex(tap, kernel));
                    NextIndex(row, extents);
                }
            }
        }
    }

    // y[start + i * step] += weight * x[i], where that lies in y
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void SpreadWeighed<T>(ReadOnlySpan<T> x, T weight, Span<T> y, int start, int step)
        where T : unmanaged, INumber<T>
    {
        int end = EndInside(start, step, y.Length, x.Length);
        for (int i = FirstInside(start, step); i < end; i++)
        {
            y[start + (i * step)] += weight * x[i];
        }
    }
}
