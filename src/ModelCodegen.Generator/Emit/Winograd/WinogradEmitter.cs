using System;
using System.Collections.Generic;
using System.Linq;
using ModelCodegen.Plan;

namespace ModelCodegen.Generator.Emit;

/// <summary>Convolutions 3x3 by Winograd's method, whole blocks of 16 output channels.</summary>
internal static class WinogradEmitter
{
    /// <summary>
    /// When it is faster. AVX-VNNI multiplies bytes at 64 products per cycle in 256 bits, 128 in 512; products of 16 bits reach 32,
    /// or 64 where 512 bits are done at once, of which F(4x4) needs a fourth and F(2x2) four ninths.
    /// </summary>
    public static string Condition(ConvStep step) =>
        step.InputType == ElementType.Float32 ? "Avx2.IsSupported && Fma.IsSupported"
        : step.Winograd!.Outputs == 4 ? "(Avx512BW.IsSupported && !KernelMethods.HasDot512()) || (!AvxVnni.IsSupported && Avx2.IsSupported && Fma.IsSupported)"
        : "!AvxVnni.IsSupported && Avx2.IsSupported && Fma.IsSupported";

    public static void Emit(ConvStep step, StepContext context)
    {
        var kernel = new WinogradKernel(step);
        kernel.AddTo(context.Kernels);
        context.Call(kernel.Name, Arguments(step, context));
    }

    // In the order of WinogradKernel.Parameters.
    private static IEnumerable<string> Arguments(ConvStep step, StepContext context)
    {
        int input = step.InputType.SizeInBytes();
        int output = step.OutputType.SizeInBytes();
        int channels = WinogradScratch.InputChannels(step);
        Winograd winograd = step.Winograd!;
        WinogradScratch scratch = WinogradScratch.Of(step);
        (int rows, int columns) = WinogradScratch.Tiles(step);

        // Threads share tiles, or else channels: where weights are transformed by a few taps, that is most of the work.
        bool few = winograd.Taps < WinogradScratch.Taps(step);
        (string firstPass, string endPass) = context.Range(((step.Channels / 16) + winograd.Blocks - 1) / winograd.Blocks, cut: few);
        (string firstRow, string endRow) = context.Range(rows, cut: !few);
        return ConvEmitter.Addresses(step)
            .Append(context.Scratch)
            .Concat(new[] { step.Images, step.InputImageStride * input, step.OutputImageStride * output }.Select(Literal.Int))
            .Concat([firstPass, endPass, firstRow, endRow])
            .Concat(new[]
            {
                columns, step.Height, step.Width,
                step.InputRowStride * input, step.OutputRowStride * output, step.InputPixelStride * input, step.OutputPixelStride * output,
                channels, step.Channels / 16, winograd.Tiles, winograd.Blocks, winograd.Taps,
                scratch.WeightPlane, scratch.InputPlane, scratch.SumPlane, scratch.TileBytes, scratch.SumTiles,
            }.Select(Literal.Int))
            .Concat(ConvEmitter.EpilogueArguments(step));
    }
}
