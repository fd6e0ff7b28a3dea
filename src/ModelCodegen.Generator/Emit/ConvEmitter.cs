using System;
using System.Collections.Generic;
using System.Linq;
using ModelCodegen.Plan;

namespace ModelCodegen.Generator.Emit;

/// <summary>
/// Convolutions and products with constant weights. A step is one call per kind of channel block: several blocks at a
/// time, single ones, and the last one where it is smaller or not full.
/// </summary>
internal static class ConvEmitter
{
    // What of the input stays in the second-level cache while the weights pass over it.
    private const int PassBytes = 128 * 1024;

    public static void Emit(ConvStep step, StepContext context)
    {
        if (step.Winograd is not null)
        {
            context.Either(WinogradEmitter.Condition(step), () => WinogradEmitter.Emit(step, context), () => WholeBlocks(step, context));
        }
        else
        {
            WholeBlocks(step, context);
        }

        int full = step.Channels / 16;
        int rest = step.Channels % 16;
        if (rest > 0)
        {
            bool half = rest <= 8;
            ConvStep last = half && step.Tile.HalfPixels > 0 ? step with { Tile = step.Tile with { Pixels = step.Tile.HalfPixels } } : step;
            Section(last, context, full, full + 1, new ConvKernel(last, 1, half ? 8 : 16, rest));
        }
    }

    /// <summary>What becomes of a step's sums.</summary>
    public static ConvEpilogue EpilogueOf(ConvStep step) =>
        ConvEpilogueExtensions.Of(step.InputType, step.OutputType, step.NarrowWeights, step.OutputScale);

    /// <summary>A kernel's last arguments: what its epilogue needs beside the arrays.</summary>
    public static IEnumerable<string> EpilogueArguments(ConvStep step) =>
        EpilogueOf(step).Arguments(step.Activation, step.OutputZeroPoint, step.Low, step.High, step.OutputScale);

    /// <summary>The parameters of <see cref="EpilogueArguments"/>.</summary>
    public static IEnumerable<string> EpilogueParameters(ConvStep step) => EpilogueOf(step).Parameters(step.Activation);

    /// <summary>The addresses of weights, of the epilogue's arrays, and of the output.</summary>
    public static IEnumerable<string> Addresses(ConvStep step)
    {
        yield return StepContext.Address(step.Input);
        yield return StepContext.Address(step.Weights);
        yield return StepContext.Address(step.Bias);
        if (EpilogueOf(step).HasScale())
        {
            yield return StepContext.Address(step.Scale!.Value);
        }

        if (EpilogueOf(step) == ConvEpilogue.Dynamic)
        {
            yield return StepContext.Address(step.Dynamic!.Value);
            yield return StepContext.Address(step.WeightSums!.Value);
        }

        if (step.BlockStarts is { } starts)
        {
            yield return StepContext.Address(starts);
            yield return StepContext.Address(step.BlockOffsets!.Value);
        }

        yield return StepContext.Address(step.Output);
    }

    /// <summary>The parameters of <see cref="Addresses"/>.</summary>
    public static IEnumerable<string> AddressParameters(ConvStep step) =>
    [
        "ref byte input", "ref byte weights", "ref byte bias",
        .. EpilogueOf(step).HasScale() ? ["ref byte scale"] : Array.Empty<string>(),
        .. EpilogueOf(step) == ConvEpilogue.Dynamic ? ["ref byte range", "ref byte weightSums"] : Array.Empty<string>(),
        .. step.BlockStarts is not null ? ["ref byte starts", "ref byte offsets"] : Array.Empty<string>(),
        "ref byte output",
    ];

    private static void WholeBlocks(ConvStep step, StepContext context)
    {
        int full = step.Channels / 16;
        int together = step.BlockStarts is not null ? 1 : Math.Min(step.Tile.Blocks, Math.Max(full, 1));

        // The last tile overlaps the one before, as far as that costs less than single blocks: a single pixel waits for weights.
        int grouped = step.Tile.Pixels == 1 ? full : full / together * together;
        if (together > 1 && grouped > 0)
        {
            Section(step, context, 0, grouped, new ConvKernel(step, together, 16, 16));
        }

        int singles = together > 1 ? grouped : 0;
        if (full > singles)
        {
            Section(step, context, singles, full, new ConvKernel(step, 1, 16, 16));
        }
    }

    private static void Section(ConvStep step, StepContext context, int firstBlock, int endBlock, ConvKernel kernel)
    {
        kernel.AddTo(context.Kernels);
        context.Call(kernel.Name, Arguments(step, context, kernel, firstBlock, endBlock));
    }

    // In the order of ConvKernel.Parameters.
    private static IEnumerable<string> Arguments(ConvStep step, StepContext context, ConvKernel kernel, int firstBlock, int endBlock)
    {
        int input = step.InputType.SizeInBytes();
        int output = step.OutputType.SizeInBytes();
        int full = step.Channels / 16;
        int rest = step.Channels % 16;
        int lastChannels = rest == 0 ? 0 : rest <= 8 ? 8 : 16;
        int run = step.InputType == ElementType.Float32 ? step.Run : (step.Run + 3) / 4 * 4;
        int taps = step.KernelRows * step.KernelColumns * run * step.WeightType.SizeInBytes();

        foreach (string address in Addresses(step))
        {
            yield return address;
        }

        int rowBytes = Math.Max(1, Math.Abs(step.InputRowStride) * input);
        int pixelBytes = Math.Max(1, Math.Abs(step.InputPixelStride) * input);
        int rowsPerPass = Math.Min(step.Height, Math.Max(1, PassBytes / rowBytes));
        int tilesPerPass = Math.Max(1, PassBytes / (pixelBytes * step.Tile.Pixels));
        int pixelsPerPass = rowsPerPass > 1 ? step.Width : Math.Min(step.Width, tilesPerPass * step.Tile.Pixels);
        (string firstRow, string endRow) = context.Range(step.Height, cut: step.Height > 1);
        (string firstPixel, string endPixel) = context.Range(step.Width, cut: step.Height == 1);
        string[] loops =
        [
            .. new[] { step.Images, step.InputImageStride * input, step.OutputImageStride * output }.Select(Literal.Int),
            .. new[] { step.Groups, step.InputGroupStride * input, step.OutputGroupStride * output }.Select(Literal.Int),
            firstRow, endRow, .. new[] { rowsPerPass, step.InputRowStride * input, step.OutputRowStride * output }.Select(Literal.Int),
            firstPixel, endPixel, .. new[] { pixelsPerPass, step.Width, step.InputPixelStride * input, step.OutputPixelStride * output }.Select(Literal.Int),
            .. new[] { firstBlock, endBlock, full + (rest > 0 ? 1 : 0), (full * 16) + lastChannels }.Select(Literal.Int),
        ];
        foreach (string loop in loops)
        {
            yield return loop;
        }

        if (kernel.Pruned)
        {
            yield return Literal.Int(full + (lastChannels == 16 ? 1 : 0));
        }
        else
        {
            yield return Literal.Int(taps * 16);
            yield return Literal.Int(taps * ((full * 16) + lastChannels));
            yield return Literal.Int(step.KernelRowStride * input);
            yield return Literal.Int(step.KernelColumnStride * input);
            yield return Literal.Int(run * input);
        }

        if (kernel.Partial)
        {
            yield return Literal.Int(step.Channels % 16);
        }

        foreach (string argument in EpilogueArguments(step))
        {
            yield return argument;
        }
    }
}
