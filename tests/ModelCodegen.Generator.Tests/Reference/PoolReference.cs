using ModelCodegen.Plan;

namespace ModelCodegen.Generator.Tests.Reference;

/// <summary>Pooling, one output element after the other.</summary>
internal static class PoolReference
{
    public static void Run(PoolStep s, MemoryImage m)
    {
        foreach (int[] at in Formula.Indices([s.Images, s.OutputHeight, s.OutputWidth, s.Channels]))
        {
            long output = Formula.Offset(at, [s.OutputImageStride, s.OutputRowStride, s.OutputPixelStride, 1]);
            long[] window = [.. Window(s, at)];
            int divisor = s.Function == PoolFunction.Average ? window.Length : s.KernelHeight * s.KernelWidth;
            if (s.Type == ElementType.Float32)
            {
                float[] values = [.. window.Select(i => m.Float(s.Input, i))];
                float result = s.Function == PoolFunction.Max ? values.Max() : values.Aggregate(0f, static (a, b) => a + b) / divisor;
                m.Set(s.Output, output, Formula.Activate(s.Activation, result));
            }
            else if (s.Function == PoolFunction.Max)
            {
                m.Set(s.Output, output, window.Max(i => m.Byte(s.Input, i)));
            }
            else
            {
                int sum = window.Sum(i => m.Byte(s.Input, i));
                float value = (float)(sum - (window.Length * s.InputZeroPoint)) * (s.Ratio / (float)divisor);
                m.Set(ElementType.UInt8, s.Output, output, Formula.Quantize(value, s.OutputZeroPoint, s.Low, s.High));
            }
        }
    }

    private static IEnumerable<long> Window(PoolStep s, int[] at)
    {
        int image = at[0];
        int channel = at[3];
        int top = (at[1] * s.StrideHeight) - s.PadTop;
        int left = (at[2] * s.StrideWidth) - s.PadLeft;
        for (int ky = 0; ky < s.KernelHeight; ky++)
        {
            for (int kx = 0; kx < s.KernelWidth; kx++)
            {
                int y = top + (ky * s.DilationHeight);
                int x = left + (kx * s.DilationWidth);
                if (y >= 0 && y < s.InputHeight && x >= 0 && x < s.InputWidth)
                {
                    yield return ((long)image * s.InputImageStride) + ((long)y * s.InputRowStride) + ((long)x * s.InputPixelStride) + channel;
                }
            }
        }
    }
}
