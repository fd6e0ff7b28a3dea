using ModelCodegen.Generator.Tests.Reference;
using ModelCodegen.Plan;

namespace ModelCodegen.Generator.Tests.Cases;

/// <summary>Random convolutions.</summary>
internal static class ConvCases
{
    public static KernelCase Make(int seed)
    {
        var b = new CaseBuilder(seed);
        ElementType input = b.Chance(30) ? ElementType.Float32 : b.Any(ElementType.UInt8, ElementType.Int16);
        bool pruned = b.Chance(25);
        int run = pruned ? 4 * b.Int(1, 6) : b.Int(1, 40);
        int groups = b.Any(1, 1, 2, 3);
        int inputGroup = run + b.Int(0, 3);
        int pixel = (inputGroup * groups) + b.Int(0, 2);
        int stride = b.Int(1, 2);
        int dilation = b.Int(1, 2);
        return Make(
            b, "Conv" + seed, input, pruned, b.Int(1, 3), b.Int(1, 3), run, b.Int(1, 4), b.Int(1, 15), groups, b.Any(b.Int(1, 40), 16, 32, 64, 80), inputGroup, pixel, stride, dilation, null);
    }

    /// <summary>3x3 convolutions for Winograd's method, with passes of any size.</summary>
    public static KernelCase Winograd(int seed) => Winograd(seed, "Winograd", shortSumQuads: 0);

    /// <summary>The same, where the channels that Winograd's method leaves over may be summed in 16 bits.</summary>
    public static KernelCase WinogradShortSum(int seed) => Winograd(seed, "WinogradShortSum", shortSumQuads: 2);

    private static KernelCase Winograd(int seed, string name, int shortSumQuads)
    {
        var b = new CaseBuilder(seed);
        bool isFloat = b.Chance(30) && shortSumQuads == 0;
        int outputs = isFloat ? 2 : b.Any(2, 4, 4);
        int inputs = 4 * b.Int(1, 36);
        bool merged = b.Chance(50);
        int pixel = inputs + (merged ? 0 : b.Int(0, 5));
        int stride = merged ? 1 : b.Any(1, 2);
        int channels = b.Any(b.Int(16, 120), 32, 64, 96);
        return Make(
            b, name + seed, isFloat ? ElementType.Float32 : ElementType.UInt8, false, 3, merged ? 1 : 3, merged ? 3 * inputs : inputs, b.Int(outputs, 14), b.Int(outputs, 14), 1, channels, inputs, pixel, stride, stride, step =>
            {
                int blocks = channels / 16;
                int taps = inputs / (isFloat ? 1 : 4);
                (int rows, int columns) = WinogradScratch.Tiles(step with { Winograd = new Winograd(outputs, 1, 1, 1) });
                return b.Chance(50)
                    ? new Winograd(outputs, b.Int(1, rows * columns), b.Int(1, blocks), taps)
                    : new Winograd(outputs, rows * columns, b.Int(1, Math.Min(blocks, WinogradScratch.MostBlocks)), b.Int(1, taps));
            }, shortSumQuads);
    }

    /// <summary>Convolutions whose products may be summed in 16 bits, with weights at the limit of that and inputs at the ends of their range.</summary>
    /// <param name="seed">Decides on all the rest.</param>
    /// <param name="limit">What the weights of each sum that have the same sign add up to.</param>
    public static KernelCase ShortSum(int seed, int limit = ShortSums.Limit)
    {
        var b = new CaseBuilder(seed);
        bool pruned = b.Chance(20);
        int run = pruned ? 4 * b.Int(1, 6) : b.Int(1, 32);
        int groups = b.Any(1, 1, 2);
        int inputGroup = run + b.Int(0, 3);
        return Make(
            b, "ShortSum" + seed, ElementType.UInt8, pruned, b.Int(1, 3), b.Int(1, 3), run, b.Int(1, 3), b.Int(1, 9), groups, b.Any(b.Int(1, 40), 16, 24, 32), inputGroup, (inputGroup * groups) + b.Int(0, 2), b.Int(1, 2), b.Int(1, 2), null, pruned ? 1 : b.Any(1, 2, 2), limit);
    }

    private static KernelCase Make(
        CaseBuilder b, string name, ElementType input, bool pruned, int rows, int columns, int run, int height, int width, int groups, int channels, int inputGroup, int pixel, int stride, int dilation, Func<ConvStep, Winograd?>? winograd, int shortSumQuads = 0, int shortSumLimit = ShortSums.Limit)
    {
        bool isFloat = input == ElementType.Float32;
        bool dynamic = !isFloat && b.Chance(25);
        ElementType output = isFloat || dynamic ? ElementType.Float32 : winograd is null ? b.Any(ElementType.UInt8, ElementType.Int16) : ElementType.UInt8;

        bool activates = output == ElementType.Int16 && b.Chance(30);

        // No sum may leave the range of 32 bits: with the largest weights 16-bit inputs have to stay small.
        bool largest = input == ElementType.Int16 && b.Chance(20);
        int depth = rows * columns * run;
        int bound = Math.Min(short.MaxValue, (int.MaxValue - 200000) / (depth * 128));
        ElementType? narrow = isFloat && b.Chance(60) ? b.Any(ElementType.Float16, ElementType.Int8) : null;
        int images = b.Int(1, 2);
        int pitch = pixel * ((width * stride) + (3 * dilation) + 1);
        int inputRows = (height * stride) + (rows * dilation) + 1;
        int outputPixel = (channels * groups) + b.Any(0, 0, 3, 16);
        int outputRow = (width * outputPixel) + b.Int(0, 5);
        var step = new ConvStep(
            "conv",
            "Conv",
            input,
            output,
            shortSumQuads > 0 ? b.ArenaEnds((long)images * inputRows * pitch) : b.ArenaElements(input, (long)images * inputRows * pitch, -1, 1, bound),
            default,
            default,
            b.ArenaElements(output, (long)images * height * outputRow),
            images,
            inputRows * pitch,
            height * outputRow,
            groups,
            inputGroup,
            channels,
            height,
            pitch * stride,
            outputRow,
            width,
            pixel * stride,
            outputPixel,
            channels,
            rows,
            pitch * dilation,
            columns,
            pixel * dilation,
            run,
            AnyTile(b, width, isFloat ? 0 : channels / 16),
            isFloat || dynamic ? AnyActivation(b) : activates ? ExactActivation(b) : Activation.None,
            OutputZeroPoint: output == ElementType.Int16 ? 0 : b.Int(0, 255),
            Low: output == ElementType.Int16 ? b.Any(-32767, -20000, 0) : b.Any(0, 0, 20),
            High: output == ElementType.Int16 ? b.Any(32767, 20000) : b.Any(255, 255, 200),
            NarrowWeights: narrow,
            OutputScale: activates ? b.Float(0.001f, 0.01f) : 0,
            ShortSumQuads: shortSumQuads);
        if (shortSumQuads > 0)
        {
            step = step with { Tile = ShortSumWeights.AnyTile(b, step) };
        }

        int all = ConvReference.PaddedChannels(step) * groups;
        long taps = rows * columns * (isFloat ? run : (run + 3) / 4 * 4);
        step = pruned ? Pruned(b, step) : Dense(b, step, all * taps * step.WeightType.SizeInBytes(), largest);
        if (shortSumQuads > 0)
        {
            ShortSumWeights.Set(b, step, shortSumLimit);
        }

        step = step with { Bias = isFloat || dynamic || activates ? b.WeightFloats(all, -1, 1) : b.WeightInts(all, -100000, 100000) };
        if (isFloat)
        {
            step = step with { Scale = narrow is null ? null : b.WeightFloats(all, 0.001f, narrow == ElementType.Int8 ? 0.01f : 2) };
        }
        else
        {
            // Now and then a scale that leads far beyond the integers' range.
            step = step with { Scale = b.Chance(10) ? b.WeightFloats(all, 1e3f, 1e8f) : output == ElementType.Int16 ? b.WeightFloats(all, 1e-4f, 2e-2f) : b.WeightFloats(all, 1e-5f, 2e-3f) };
        }

        if (dynamic)
        {
            Location parameters = b.ArenaFloats(1, 0.01f, 0.02f);
            b.ArenaInt(input == ElementType.Int16 ? 0 : b.Int(0, 255));
            step = step with { Dynamic = parameters, WeightSums = b.WeightInts(all, -1000, 1000) };
        }

        step = step with { Winograd = winograd?.Invoke(step) };
        return b.Case(name, step, isFloat ? 1e-4 : dynamic ? 2e-6 : 0, sameBits: !isFloat);
    }

    public static Activation AnyActivation(CaseBuilder b) => b.Any(
        Activation.None,
        Activation.Relu,
        new Activation(UnaryFunction.Clip, -0.5f, 1.5f),
        new Activation(UnaryFunction.LeakyRelu, 0.1f),
        new Activation(UnaryFunction.Sigmoid),
        new Activation(UnaryFunction.HardSigmoid, 0.2f, 0.5f),
        new Activation(UnaryFunction.HardSwish),
        new Activation(UnaryFunction.Silu),
        new Activation(UnaryFunction.Tanh));

    /// <summary>An activation whose results are the same whatever computes them.</summary>
    public static Activation ExactActivation(CaseBuilder b) => b.Any(
        Activation.None, Activation.Relu, new Activation(UnaryFunction.Clip, -0.5f, 1.5f), new Activation(UnaryFunction.LeakyRelu, 0.1f));

    private static Tile AnyTile(CaseBuilder b, int width, int blocks)
    {
        var tile = new Tile(b.Int(1, Math.Min(width, 8)), b.Any(1, 1, 2, 4), b.Any(1, 1, 2, 4));
        return blocks > 0 ? tile with { WidePixels = b.Int(1, Math.Min(width, 6)), WideBlocks = b.Int(1, Math.Min(blocks, 4)) } : tile;
    }

    private static ConvStep Dense(CaseBuilder b, ConvStep step, long bytes, bool largest)
    {
        step = step with { Weights = b.WeightBytes(bytes) };
        foreach (int[] at in Formula.Indices([step.Groups, step.Channels, step.KernelRows, step.KernelColumns, step.Run]))
        {
            long index = ConvReference.WeightIndex(step, at[0], at[1], at[2], at[3], at[4]);
            if (step.InputType == ElementType.Float32)
            {
                b.SetWeight(step.WeightType, step.Weights, index);
            }
            else
            {
                b.SetByte(step.Weights, index, largest ? b.Any(-127, 127) : b.Chance(5) ? -128 : b.Int(-127, 127));
            }
        }

        return step;
    }

    private static ConvStep Pruned(CaseBuilder b, ConvStep step)
    {
        bool isFloat = step.InputType == ElementType.Float32;
        int blocks = (step.Channels + 15) / 16;
        int keep = b.Any(0, 30, 60, 100);
        List<int> starts = [0];
        List<int> offsets = [];
        int words = 0;
        for (int block = 0; block < blocks * step.Groups; block++)
        {
            int width = ConvReference.BlockWidth(step, block % blocks);
            foreach (int[] at in Formula.Indices([step.KernelRows, step.KernelColumns, step.Run / 4]))
            {
                if (b.Chance(keep))
                {
                    offsets.Add((int)Formula.Offset(at, [step.KernelRowStride, step.KernelColumnStride, 4]));
                    words += width * (isFloat ? 4 : 1);
                }
            }

            starts.Add(offsets.Count);
        }

        step = step with { Weights = isFloat ? b.WeightBytes(words * step.WeightType.SizeInBytes()) : b.WeightInts(Enumerable.Range(0, words).Select(_ => b.Random.Next())) };
        for (int i = 0; i < words && isFloat; i++)
        {
            b.SetWeight(step.WeightType, step.Weights, i);
        }

        step = step with { BlockStarts = b.WeightInts(starts) };
        bool small = offsets.All(static o => o <= ushort.MaxValue) && b.Chance(70);
        return step with
        {
            BlockOffsets = small ? b.WeightShorts(offsets) : b.WeightInts(offsets),
            BlockOffsetType = small ? ElementType.UInt16 : ElementType.Int32,
        };
    }
}
