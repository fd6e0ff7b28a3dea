using ModelCodegen.Plan;

namespace ModelCodegen.Generator.Tests.Cases;

/// <summary>Random poolings.</summary>
internal static class PoolCases
{
    public static KernelCase Make(int seed)
    {
        var b = new CaseBuilder(seed);
        bool isFloat = b.Chance(40);
        int inputHeight = b.Int(1, 9);
        int inputWidth = b.Int(1, 9);
        int dilation = b.Any(1, 1, 2);
        int kernelHeight = b.Int(1, inputHeight);
        int kernelWidth = b.Int(1, inputWidth);
        int padTop = b.Int(0, (kernelHeight - 1) / 2);
        int padLeft = b.Int(0, (kernelWidth - 1) / 2);
        int stride = b.Int(1, 3);

        // Every window has a tap inside the map.
        int outputHeight = ((inputHeight - 1 + padTop) / stride) + 1;
        int outputWidth = ((inputWidth - 1 + padLeft) / stride) + 1;
        if (dilation > 1)
        {
            padTop = 0;
            padLeft = 0;
            outputHeight = ((inputHeight - 1) / stride) + 1;
            outputWidth = ((inputWidth - 1) / stride) + 1;
        }

        int channels = b.Any(b.Int(1, 50), 16, 32, 64);
        int images = b.Int(1, 2);
        int pixel = channels + b.Any(0, 0, 5);
        int row = (pixel * inputWidth) + b.Any(0, 3);
        int outputPixel = channels + b.Any(0, 0, 5);
        int outputRow = (outputPixel * outputWidth) + b.Any(0, 3);
        PoolFunction function = b.Any(PoolFunction.Max, PoolFunction.Average, PoolFunction.AverageIncludingPad);
        var step = new PoolStep(
            "pool",
            "Pool",
            function,
            isFloat ? ElementType.Float32 : ElementType.UInt8,
            b.AlsoSpan(isFloat ? b.ArenaFloats((long)images * inputHeight * row) : b.ArenaBytes((long)images * inputHeight * row)),
            isFloat ? b.ArenaFloats((long)images * outputHeight * outputRow) : b.ArenaBytes((long)images * outputHeight * outputRow),
            images,
            inputHeight * row,
            outputHeight * outputRow,
            inputHeight,
            inputWidth,
            row,
            pixel,
            outputHeight,
            outputWidth,
            outputRow,
            outputPixel,
            channels,
            kernelHeight,
            kernelWidth,
            stride,
            stride,
            padTop,
            padLeft,
            dilation,
            dilation,
            isFloat ? b.Any(Activation.None, Activation.Relu, new Activation(UnaryFunction.LeakyRelu, 0.25f)) : Activation.None,
            InputZeroPoint: b.Int(0, 255),
            Ratio: b.Float(0.2f, 3),
            OutputZeroPoint: b.Int(0, 255),
            Low: b.Any(0, 10),
            High: b.Any(255, 180));
        return b.Case("Pool" + seed, step);
    }
}
