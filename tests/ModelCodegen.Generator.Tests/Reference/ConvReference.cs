using ModelCodegen.Plan;

namespace ModelCodegen.Generator.Tests.Reference;

/// <summary>Convolutions, one output element after the other.</summary>
internal static class ConvReference
{
    public static void Run(ConvStep s, MemoryImage m)
    {
        for (int image = 0; image < s.Images; image++)
        {
            for (int group = 0; group < s.Groups; group++)
            {
                for (int y = 0; y < s.Height; y++)
                {
                    for (int x = 0; x < s.Width; x++)
                    {
                        long input = ((long)image * s.InputImageStride) + ((long)group * s.InputGroupStride) + ((long)y * s.InputRowStride) + ((long)x * s.InputPixelStride);
                        long output = ((long)image * s.OutputImageStride) + ((long)group * s.OutputGroupStride) + ((long)y * s.OutputRowStride) + ((long)x * s.OutputPixelStride);
                        for (int oc = 0; oc < s.Channels; oc++)
                        {
                            Element(s, m, group, oc, input, output + oc);
                        }
                    }
                }
            }
        }
    }

    /// <summary>The element of the packed weights that multiplies (ky, kx, r) for a channel.</summary>
    public static long WeightIndex(ConvStep s, int group, int oc, int ky, int kx, int r)
    {
        int step = s.InputType == ElementType.Float32 ? 1 : 4;
        long steps = (s.Run + step - 1) / step;
        long taps = (((long)ky * s.KernelColumns) + kx) * steps;
        long perChannel = s.KernelRows * s.KernelColumns * steps * step;
        int block = oc / 16;
        int width = BlockWidth(s, block);
        return (group * PaddedChannels(s) * perChannel) + (block * 16 * perChannel) + ((((taps + (r / step)) * width) + (oc % 16)) * step) + Place(s.InputType, r % step);
    }

    /// <summary>Where in a group the weight of an input is: widening the even and the odd ones gives pairs of neighbours.</summary>
    private static int Place(ElementType input, int i) => input == ElementType.Int16 ? (i % 2 * 2) + (i / 2) : i;

    public static int PaddedChannels(ConvStep s) => (s.Channels / 16 * 16) + (s.Channels % 16 == 0 ? 0 : BlockWidth(s, s.Channels / 16));

    public static int BlockWidth(ConvStep s, int block) => s.Channels - (block * 16) is > 0 and <= 8 ? 8 : 16;

    private static void Element(ConvStep s, MemoryImage m, int group, int oc, long input, long output)
    {
        int channel = (group * PaddedChannels(s)) + oc;
        if (s.InputType == ElementType.Float32)
        {
            double sum = Taps(s, m, group, oc).Sum(t => (double)m.Float(s.Input, input + t.Offset) * m.Weight(s.WeightType, s.Weights, t.Weight));
            m.Set(s.Output, output, Formula.Activate(s.Activation, (float)((sum * (s.NarrowWeights is null ? 1 : m.Float(s.Scale!.Value, channel))) + m.Float(s.Bias, channel))));
            return;
        }

        int acc = Taps(s, m, group, oc).Sum(t => m.Integer(s.InputType, s.Input, input + t.Offset) * (sbyte)m.Byte(s.Weights, t.Weight));
        if (s.OutputScale != 0)
        {
            float real = ((float)acc * m.Float(s.Scale!.Value, channel)) + m.Float(s.Bias, channel);
            m.Set(s.OutputType, s.Output, output, Formula.Quantize(Formula.Activate(s.Activation, real) / s.OutputScale, 0, s.Low, s.High));
            return;
        }

        if (s.OutputType != ElementType.Float32)
        {
            float value = (float)(acc + m.Int(s.Bias, channel)) * m.Float(s.Scale!.Value, channel);
            m.Set(s.OutputType, s.Output, output, Formula.Quantize(value, s.OutputZeroPoint, s.Low, s.High));
            return;
        }

        float scale = m.Float(s.Dynamic!.Value, 0) * m.Float(s.Scale!.Value, channel);
        float product = (float)(acc - (m.Int(s.Dynamic.Value, 1) * m.Int(s.WeightSums!.Value, channel))) * scale;
        m.Set(s.Output, output, Formula.Activate(s.Activation, product + m.Float(s.Bias, channel)));
    }

    private static IEnumerable<(long Offset, long Weight)> Taps(ConvStep s, MemoryImage m, int group, int oc) =>
        s.BlockStarts is null ? DenseTaps(s, group, oc) : PrunedTaps(s, m, group, oc);

    private static IEnumerable<(long Offset, long Weight)> DenseTaps(ConvStep s, int group, int oc)
    {
        for (int ky = 0; ky < s.KernelRows; ky++)
        {
            for (int kx = 0; kx < s.KernelColumns; kx++)
            {
                for (int r = 0; r < s.Run; r++)
                {
                    yield return (((long)ky * s.KernelRowStride) + ((long)kx * s.KernelColumnStride) + r, WeightIndex(s, group, oc, ky, kx, r));
                }
            }
        }
    }

    private static IEnumerable<(long Offset, long Weight)> PrunedTaps(ConvStep s, MemoryImage m, int group, int oc)
    {
        int blocks = (s.Channels + 15) / 16;
        int block = (group * blocks) + (oc / 16);
        long weight = 0;
        for (int b = 0; b < block; b++)
        {
            weight += (m.Int(s.BlockStarts!.Value, b + 1) - m.Int(s.BlockStarts.Value, b)) * 4L * BlockWidth(s, b % blocks);
        }

        int width = BlockWidth(s, oc / 16);
        for (int e = m.Int(s.BlockStarts!.Value, block); e < m.Int(s.BlockStarts.Value, block + 1); e++, weight += 4 * width)
        {
            int offset = s.BlockOffsetType == ElementType.UInt16 ? m.UShort(s.BlockOffsets!.Value, e) : m.Int(s.BlockOffsets!.Value, e);
            for (int i = 0; i < 4; i++)
            {
                yield return (offset + i, weight + (s.InputType == ElementType.Float32 ? (i * width) + (oc % 16) : (oc % 16 * 4) + Place(s.InputType, i)));
            }
        }
    }
}
