using ModelCodegen.Generator.Tests.Reference;
using ModelCodegen.Plan;

namespace ModelCodegen.Generator.Tests.Cases;

/// <summary>Random depthwise convolutions.</summary>
internal static class DepthwiseCases
{
    public static KernelCase Make(int seed)
    {
        var b = new CaseBuilder(seed);
        return Make(b, "Depthwise" + seed, b.Chance(30) ? ElementType.Float32 : b.Any(ElementType.UInt8, ElementType.Int16), 16 * b.Int(1, 5));
    }

    /// <summary>Sums in 16 bits, with weights at their limits; most with so many channels that kernels make use of them.</summary>
    public static KernelCase ShortSum(int seed)
    {
        var b = new CaseBuilder(seed);
        return Make(b, "DepthwiseShortSum" + seed, ElementType.UInt8, 16 * b.Int(3, 9), b.Int(1, ShortSums.MostColumns));
    }

    private static KernelCase Make(CaseBuilder b, string name, ElementType input, int channels, int shortSumQuads = 0)
    {
        bool isFloat = input == ElementType.Float32;
        bool dynamic = !isFloat && b.Chance(25);
        ElementType? narrow = isFloat && b.Chance(60) ? b.Any(ElementType.Float16, ElementType.Int8) : null;
        int weightSize = (narrow ?? (isFloat ? ElementType.Float32 : ElementType.Int8)).SizeInBytes();
        ElementType output = isFloat || dynamic ? ElementType.Float32 : b.Any(ElementType.UInt8, ElementType.Int16);
        bool activates = output == ElementType.Int16 && b.Chance(30);
        int kernelHeight = b.Any(1, 3, 3, 5, 7);
        int kernelWidth = b.Any(1, 3, 3, 5);
        int height = b.Int(1, 4);
        int width = b.Int(1, 9);
        int images = b.Int(1, 2);
        int stride = b.Int(1, 2);
        int dilation = b.Any(1, 1, 2);
        int pixel = channels + b.Any(0, 16);
        int pitch = pixel * ((width * stride) + (kernelWidth * dilation));
        int inputRows = (height * stride) + (kernelHeight * dilation);
        int outputPixel = channels + b.Any(0, 16);
        int outputRow = (width * outputPixel) + b.Any(0, 7);
        var step = new DepthwiseStep(
            "depthwise",
            "Depthwise",
            input,
            output,
            shortSumQuads > 0 ? b.ArenaEnds((long)images * inputRows * pitch) : b.ArenaElements(input, (long)images * inputRows * pitch, -1, 1),
            b.WeightBytes((isFloat ? kernelHeight : (kernelHeight + 3) / 4 * 4) * kernelWidth * channels * weightSize),
            isFloat || dynamic || activates ? b.WeightFloats(channels, -1, 1) : b.WeightInts(channels, -10000, 10000),
            b.ArenaElements(output, (long)images * height * outputRow),
            images,
            inputRows * pitch,
            height * outputRow,
            height,
            pitch * stride,
            outputRow,
            width,
            pixel * stride,
            outputPixel,
            channels,
            kernelHeight,
            pitch * dilation,
            kernelWidth,
            pixel * dilation,
            isFloat || dynamic ? ConvCases.AnyActivation(b) : activates ? ConvCases.ExactActivation(b) : Activation.None,
            OutputZeroPoint: output == ElementType.Int16 ? 0 : b.Int(0, 255),
            Low: output == ElementType.Int16 ? b.Any(-32767, -20000, 0) : b.Any(0, 0, 20),
            High: output == ElementType.Int16 ? b.Any(32767, 20000) : b.Any(255, 255, 200),
            NarrowWeights: narrow,
            OutputScale: activates ? b.Float(0.001f, 0.01f) : 0,
            ShortSumQuads: shortSumQuads);
        if (isFloat)
        {
            step = step with { Scale = narrow is null ? null : b.WeightFloats(channels, 0.001f, narrow == ElementType.Int8 ? 0.01f : 2) };
        }
        else
        {
            step = step with { Scale = b.Chance(10) ? b.WeightFloats(channels, 1e3f, 1e8f) : b.WeightFloats(channels, 1e-4f, 1e-2f) };
        }

        if (dynamic)
        {
            Location parameters = b.ArenaFloats(1, 0.01f, 0.02f);
            b.ArenaInt(input == ElementType.Int16 ? 0 : b.Int(0, 255));
            step = step with { Dynamic = parameters, WeightSums = b.WeightInts(channels, -1000, 1000) };
        }

        foreach (int[] at in Formula.Indices([channels, kernelHeight, kernelWidth]))
        {
            long index = DepthwiseReference.WeightIndex(step, at[0], at[1], at[2]);
            if (isFloat)
            {
                b.SetWeight(step.WeightType, step.Weights, index);
            }
            else
            {
                b.SetByte(step.Weights, index, b.Int(-128, 127));
            }
        }

        if (shortSumQuads > 0)
        {
            ShortSumWeights.Set(b, step);
        }

        return b.Case(name, step, isFloat ? 1e-4 : dynamic ? 2e-6 : 0, sameBits: !isFloat);
    }
}
