using ModelCodegen.Compiler.Ir;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Lower;

/// <summary>
/// Decides which convolutions may be computed by Winograd's method: 3x3 with stride 1, F(4x4, 3x3) with 36 products instead of
/// 144 for 16 outputs, or F(2x2, 3x3) with 16 instead of 36 for 4. Whether one is, depends on the processor.
/// </summary>
internal static class WinogradChoice
{
    // Transformed sums are so many times those of the convolution, up to an odd factor, and have to fit into 32 bits.
    private static readonly IReadOnlyDictionary<int, int> Scales = new Dictionary<int, int> { [2] = 4, [4] = 64 };

    // Instructions of 512 bits, without a dot product of bytes: per product of the convolution, by the quads that are summed in
    // 16 bits; per product of two transformed ones, and per transformed weight.
    private static readonly double[] DirectCosts = [4.9 / 64, 4.0 / 64, 3.2 / 64];
    private const double ProductCost = 2.6 / 32;
    private const double WeightCost = 8.0 / 64;

    // Inputs and sums have to be transformed, too, and only a clear gain is worth the scratch memory.
    private const double LeastGain = 1.5;
    private const double LeastFloatGain = 1.2;

    // What stays in the second-level cache: transformed weights, inputs of tiles that pass by them, sums that wait for more.
    private const int WeightBytes = 640 * 1024;
    private const int InputBytes = 128 * 1024;
    private const int SumBytes = 160 * 1024;

    // Transformed weights that serve few tiles should be read again before they have left the nearest caches.
    private const int FewTiles = 25;
    private const int NearBytes = 72 * 1024;

    /// <summary>The step, with the sizes of Winograd's passes where it may be used.</summary>
    /// <param name="step">The convolution.</param>
    /// <param name="codes">Its weights by output channel; <see langword="null"/> for products of floats.</param>
    public static ConvStep For(ConvStep step, sbyte[][]? codes)
    {
        int channels = WinogradScratch.InputChannels(step);
        int blocks = step.Channels / ChannelLayout.Block;
        if (!IsPlain3x3(step) || step.InputType == ElementType.Int16 || step.OutputType == ElementType.Int16 || channels % 4 != 0 || channels < WinogradConv.LeastInputs || blocks * ChannelLayout.Block < WinogradConv.LeastOutputs)
        {
            return step;
        }

        // Floats lose digits in larger tiles.
        int[] sizes = codes is null ? [2] : [.. Scales.Keys.Where(outputs => Fits(codes, Scales[outputs]))];
        ConvStep? best = sizes
            .Where(outputs => Math.Min(step.Height, step.Width) >= outputs)
            .Select(outputs => step with { Winograd = new Winograd(outputs, 0, blocks, 0) })
            .MinBy(Cost);
        return best is null || Cost(best) * (codes is null ? LeastFloatGain : LeastGain) > DirectCosts[step.ShortSumQuads] * 9 * step.Height * step.Width ? step : best with { Winograd = Passes(best, best.Winograd!) };
    }

    private static bool IsPlain3x3(ConvStep step) =>
        step.KernelRows == 3
        && (step.KernelColumns == 1 ? step.Run == 3 * step.InputPixelStride : step.KernelColumns == 3 && step.KernelColumnStride == step.InputPixelStride)
        && step.KernelRowStride == step.InputRowStride
        && step.Groups == 1
        && step.BlockStarts is null;

    // Bytes of input are at most 255, so that a channel's sum lies between those of its negative and of its positive weights.
    private static bool Fits(sbyte[][] codes, int scale) => codes.All(channel =>
        Math.Max(channel.Sum(code => Math.Max(0L, code)), channel.Sum(code => Math.Max(0L, -code))) * 255 * scale <= int.MaxValue);

    // Per pair of input and output channel.
    private static double Cost(ConvStep step)
    {
        (int rows, int columns) = WinogradScratch.Tiles(step);
        return step.Winograd!.Planes * ((ProductCost * rows * columns) + WeightCost);
    }

    private static Winograd Passes(ConvStep step, Winograd winograd)
    {
        (int rows, int columns) = WinogradScratch.Tiles(step);
        winograd = winograd with { Tiles = rows * columns, Taps = WinogradScratch.Taps(step) };
        WinogradScratch scratch = WinogradScratch.Of(step with { Winograd = winograd });
        long weights = (long)winograd.Planes * scratch.WeightPlane;
        int together = Math.Min(winograd.Blocks, WinogradScratch.MostBlocks);

        // Either the weights of all channels, or the inputs of all tiles, are transformed only once.
        if (winograd.Tiles <= FewTiles && weights > NearBytes)
        {
            int tapBytes = step.InputType == ElementType.Float32 ? 4 : 8;
            int blocks = Math.Clamp(SumBytes / (winograd.Planes * winograd.Tiles * ChannelLayout.Block * 4), 1, together);
            int taps = Math.Max(1, NearBytes / (winograd.Planes * blocks * ChannelLayout.Block * tapBytes));
            return winograd with { Blocks = blocks, Taps = Math.Min(taps, winograd.Taps) };
        }

        return weights <= WeightBytes
            ? winograd with { Tiles = Math.Clamp(InputBytes / (winograd.Planes * scratch.TileBytes), Math.Min(columns, winograd.Tiles), winograd.Tiles) }
            : winograd with { Blocks = together };
    }
}
