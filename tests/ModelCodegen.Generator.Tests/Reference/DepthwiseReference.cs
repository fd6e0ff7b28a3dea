using ModelCodegen.Plan;

namespace ModelCodegen.Generator.Tests.Reference;

/// <summary>Depthwise convolutions, one output element after the other.</summary>
internal static class DepthwiseReference
{
    public static void Run(DepthwiseStep s, MemoryImage m)
    {
        foreach (int[] at in Formula.Indices([s.Images, s.Height, s.Width, (s.Channels + 15) / 16 * 16]))
        {
            long input = Formula.Offset(at, [s.InputImageStride, s.InputRowStride, s.InputPixelStride, 1]);
            long output = Formula.Offset(at, [s.OutputImageStride, s.OutputRowStride, s.OutputPixelStride, 1]);
            Element(s, m, at[3], input, output);
        }
    }

    public static long WeightIndex(DepthwiseStep s, int c, int ky, int kx)
    {
        if (s.InputType == ElementType.Float32)
        {
            return ((((long)(c / 16) * s.KernelHeight) + ky) * s.KernelWidth * 16) + (kx * 16) + (c % 16);
        }

        int quads = (s.KernelHeight + 3) / 4;
        return ((((((long)(c / 16) * quads) + (ky / 4)) * s.KernelWidth) + kx) * 64) + (c % 16 / 4 * 16) + (c % 4 * 4) + (ky % 4);
    }

    private static void Element(DepthwiseStep s, MemoryImage m, int c, long input, long output)
    {
        double sum = 0;
        int acc = 0;
        for (int ky = 0; ky < s.KernelHeight; ky++)
        {
            for (int kx = 0; kx < s.KernelWidth; kx++)
            {
                long at = input + ((long)ky * s.KernelRowStride) + ((long)kx * s.KernelColumnStride);
                long weight = WeightIndex(s, c, ky, kx);
                if (s.InputType == ElementType.Float32)
                {
                    sum += (double)m.Float(s.Input, at) * m.Weight(s.WeightType, s.Weights, weight);
                }
                else
                {
                    acc += m.Integer(s.InputType, s.Input, at) * (sbyte)m.Byte(s.Weights, weight);
                }
            }
        }

        if (s.InputType == ElementType.Float32)
        {
            m.Set(s.Output, output, Formula.Activate(s.Activation, (float)((sum * (s.NarrowWeights is null ? 1 : m.Float(s.Scale!.Value, c))) + m.Float(s.Bias, c))));
        }
        else if (s.OutputScale != 0)
        {
            float real = ((float)acc * m.Float(s.Scale!.Value, c)) + m.Float(s.Bias, c);
            m.Set(s.OutputType, s.Output, output, Formula.Quantize(Formula.Activate(s.Activation, real) / s.OutputScale, 0, s.Low, s.High));
        }
        else if (s.OutputType != ElementType.Float32)
        {
            m.Set(s.OutputType, s.Output, output, Formula.Quantize((float)(acc + m.Int(s.Bias, c)) * m.Float(s.Scale!.Value, c), s.OutputZeroPoint, s.Low, s.High));
        }
        else
        {
            float scale = m.Float(s.Dynamic!.Value, 0) * m.Float(s.Scale!.Value, c);
            float product = (float)(acc - (m.Int(s.Dynamic.Value, 1) * m.Int(s.WeightSums!.Value, c))) * scale;
            m.Set(s.Output, output, Formula.Activate(s.Activation, product + m.Float(s.Bias, c)));
        }
    }
}
