using System;
using System.Collections.Generic;
using System.Linq;
using ModelCodegen.Plan;

namespace ModelCodegen.Generator.Emit;

/// <summary>Convolutions 3x3 by Winograd's method, whole blocks of 16 output channels.</summary>
internal static class WinogradEmitter
{
    /// <summary>
    /// When it is faster. AVX-VNNI multiplies bytes directly at 64 products per cycle in 256 bits; 16-bit products reach 32, or
    /// 64 in 512 bits, of which F(4x4) needs a fourth and F(2x2) four ninths.
    /// </summary>
    public static string Condition(ConvStep step) =>
        step.InputType == ElementType.Float32 ? "Avx2.IsSupported && Fma.IsSupported"
        : step.Winograd!.Outputs == 4 ? "Avx512BW.IsSupported || (!AvxVnni.IsSupported && Avx2.IsSupported && Fma.IsSupported)"
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
        (string firstRow, string endRow) = context.Range(rows, cut: true);
        return ConvEmitter.Addresses(step)
            .Append(context.Scratch)
            .Concat(new[] { step.Images, step.InputImageStride * input, step.OutputImageStride * output }.Select(Literal.Int))
            .Append(firstRow)
            .Append(endRow)
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
