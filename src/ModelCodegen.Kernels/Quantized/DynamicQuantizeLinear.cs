namespace ModelCodegen.Kernels;

// Bytes with a scale and a zero point from the values' own range, ONNX's DynamicQuantizeLinear.
internal static partial class KernelMethods
{
    // The range always holds 0; where all values are 0, the scale is 1.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void DynamicQuantizeLinear(ReadOnlySpan<float> x, Span<byte> y, Span<float> scale, Span<byte> zeroPoint)
    {
        float low = 0;
        float high = 0;
        foreach (float value in x)
        {
            low = value < low ? value : low;
            high = value > high ? value : high;
        }

        float step = high == low ? 1 : (high - low) / 255;
        float zero = MathF.Round((0 - low) / step, MidpointRounding.ToEven);
        zero = zero > 0 ? zero < 255 ? zero : 255 : 0;
        for (int i = 0; i < y.Length; i++)
        {
            float code = MathF.Round(x[i] / step, MidpointRounding.ToEven) + zero;
            y[i] = float.IsNaN(code) ? (byte)zero : code > 0 ? code < 255 ? (byte)code : (byte)255 : (byte)0;
        }

        scale[0] = step;
        zeroPoint[0] = (byte)zero;
    }
}
