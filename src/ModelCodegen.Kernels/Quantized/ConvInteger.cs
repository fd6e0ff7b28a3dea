namespace ModelCodegen.Kernels;

// Convolution of integers with 32-bit sums, ONNX's ConvInteger.
internal static partial class KernelMethods
{
    // x is [batch, channels, spatial...], w is [outputs, channels / groups, kernel...], y is [batch, outputs, spatial...].
    // Sizes, strides, dilations and the pads in front are given for three spatial dimensions. Zero points and biases are one
    // per output channel, one for all, or none. Padding stands for the zero point, and so for nothing.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void ConvInteger<TX, TW>(
        ReadOnlySpan<TX> x,
        ReadOnlySpan<TW> w,
        ReadOnlySpan<TX> xZeroPoint,
        ReadOnlySpan<TW> wZeroPoint,
        ReadOnlySpan<int> bias,
        Span<int> y,
        int batch,
        int groups,
        int channels,
        int outputs,
        ReadOnlySpan<int> input,
        ReadOnlySpan<int> output,
        ReadOnlySpan<int> kernel,
        ReadOnlySpan<int> strides,
        ReadOnlySpan<int> dilations,
        ReadOnlySpan<int> pads)
        where TX : unmanaged, INumberBase<TX>
        where TW : unmanaged, INumberBase<TW>
    {
        int xZero = xZeroPoint.IsEmpty ? 0 : int.CreateTruncating(xZeroPoint[0]);
        int taps = kernel[0] * kernel[1] * kernel[2];
        int depth = channels / groups;
        int mapLength = input[0] * input[1] * input[2];
        int resultLength = output[0] * output[1] * output[2];
        for (int n = 0; n < batch; n++)
        {
            for (int m = 0; m < outputs; m++)
            {
                int wZero = wZeroPoint.IsEmpty ? 0 : int.CreateTruncating(wZeroPoint[wZeroPoint.Length > 1 ? m : 0]);
                Span<int> result = y.Slice(((n * outputs) + m) * resultLength, resultLength);
                result.Fill(bias.IsEmpty ? 0 : bias[bias.Length > 1 ? m : 0]);
                for (int c = 0; c < depth; c++)
                {
                    int channel = (m / (outputs / groups) * depth) + c;
                    ReadOnlySpan<TX> map = x.Slice(((n * channels) + channel) * mapLength, mapLength);
                    ReadOnlySpan<TW> weights = w.Slice(((m * depth) + c) * taps, taps);
                    AddProducts(map, weights, result, xZero, wZero, input, output, kernel, strides, dilations, pads);
                }
            }
        }
    }

    // Adds one input channel's share to one output channel.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddProducts<TX, TW>(
        ReadOnlySpan<TX> map,
        ReadOnlySpan<TW> weights,
        Span<int> result,
        int xZero,
        int wZero,
        ReadOnlySpan<int> input,
        ReadOnlySpan<int> output,
        ReadOnlySpan<int> kernel,
        ReadOnlySpan<int> strides,
        ReadOnlySpan<int> dilations,
        ReadOnlySpan<int> pads)
        where TX : unmanaged, INumberBase<TX>
        where TW : unmanaged, INumberBase<TW>
    {
        for (int tap = 0; tap < weights.Length; tap++)
        {
            int weight = int.CreateTruncating(weights[tap]) - wZero;
            int z0 = (tap / (kernel[1] * kernel[2]) * dilations[0]) - pads[0];
            int y0 = (tap / kernel[2] % kernel[1] * dilations[1]) - pads[1];
            int x0 = (tap % kernel[2] * dilations[2]) - pads[2];

            // The columns whose input lies inside the map.
            int first = x0 < 0 ? (strides[2] - 1 - x0) / strides[2] : 0;
            int last = input[2] > x0 ? Math.Min(output[2] - 1, (input[2] - 1 - x0) / strides[2]) : -1;
            for (int oz = 0; oz < output[0]; oz++)
            {
                int iz = (oz * strides[0]) + z0;
                for (int oy = 0; oy < output[1] && iz >= 0 && iz < input[0]; oy++)
                {
                    int iy = (oy * strides[1]) + y0;
                    if (iy < 0 || iy >= input[1])
                    {
                        continue;
                    }

                    ReadOnlySpan<TX> row = map.Slice(((iz * input[1]) + iy) * input[2], input[2]);
                    Span<int> sums = result.Slice(((oz * output[1]) + oy) * output[2], output[2]);
                    for (int ox = first; ox <= last; ox++)
                    {
                        sums[ox] += weight * (int.CreateTruncating(row[(ox * strides[2]) + x0]) - xZero);
                    }
                }
            }
        }
    }
}
