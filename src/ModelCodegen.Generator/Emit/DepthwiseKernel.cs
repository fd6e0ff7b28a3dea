using System;
using System.Collections.Generic;
using System.Linq;
using ModelCodegen.Plan;

namespace ModelCodegen.Generator.Emit;

/// <summary>The depthwise kernel for one size of window.</summary>
internal sealed class DepthwiseKernel(DepthwiseStep step)
{
    // As many accumulators as 16 registers hold beside weights.
    private const int MostPixels = 7;

    public bool IsFloat { get; } = step.InputType == ElementType.Float32;

    public ConvEpilogue Epilogue { get; } = ConvEpilogueExtensions.Of(step.InputType, step.OutputType, step.NarrowWeights, step.OutputScale);

    private DepthwiseWindow Window { get; } = DepthwiseWindow.Of(step);

    private int Pixels { get; } = BestPixels(step.Width);

    public string Name => NameOf(sums: true, quads: true);

    private IReadOnlyList<string> Parameters =>
    [
        "ref byte input", "ref byte weights", "ref byte bias",
        .. Epilogue.HasScale() ? ["ref byte scale"] : Array.Empty<string>(),
        .. Epilogue == ConvEpilogue.Dynamic ? ["ref byte range", "ref byte weightSums"] : Array.Empty<string>(),
        "ref byte output",
        "int images", "int inputImage", "int outputImage",
        "int firstRow", "int endRow", "int rowsPerPass", "int inputRow", "int outputRow",
        "int width", "nint outputPixel", "int channels", "nint kernelRow", "nint column",
        .. Epilogue.Parameters(step.Activation),
    ];

    public void AddTo(KernelSet kernels)
    {
        string what = $"Depthwise {Window.Rows}x{Window.Columns}, up to {Pixels} pixels at a time.";
        kernels.Add(Name, what, Parameters, Isas, Body, isa => $"{NameOf(isa.ShortSumQuads > 0, isa == Isa.Vnni)}_{isa.Name}");
    }

    // Says everything that is literal in a method.
    private string NameOf(bool sums, bool quads) =>
        $"Depthwise{Window.Name}_{Epilogue.TypeNames(step.InputType, step.WeightType)}_{Pixels}"
        + (quads && step.InputType == ElementType.UInt8 && step.Channels < 32 ? "Few" : "")
        + (sums && ShortSumQuads > 0 ? $"Sum{ShortSumQuads}" : "")
        + (Epilogue.IsRequantized() ? "" : Activations.Name(step.Activation));

    private void Body(IndentedWriter w, Isa isa)
    {
        DepthwiseTile tile = TileOf(isa);
        w.Line($"nint inputPixel = {Window.Stride} * column;");
        if (Epilogue == ConvEpilogue.Dynamic)
        {
            Requantization.InputRange(w);
        }

        tile.Begin(w);
        w.Open("for (int image = 0; image < images; image++)");
        w.Open("for (int passRow = firstRow; passRow < endRow; passRow += rowsPerPass)");
        w.Line("int passEndRow = passRow + rowsPerPass < endRow ? passRow + rowsPerPass : endRow;");
        bool inner = tile.ChannelsPerPass > tile.Channels;
        if (inner)
        {
            w.Open($"for (nint firstChannel = 0; firstChannel < channels; firstChannel += {tile.ChannelsPerPass})");
            w.Line($"nint endChannel = firstChannel + {tile.ChannelsPerPass} < channels ? firstChannel + {tile.ChannelsPerPass} : channels;");
        }
        else
        {
            // Channels are there, if not needed, up to a multiple of 16; the last tile overlaps the one before it.
            w.Open($"for (nint next = 0; next < channels; next += {tile.Channels})");
            w.Line(tile.Channels > 16 ? $"nint channel = next < channels - {tile.Channels} ? next : channels - {tile.Channels};" : "nint channel = next;");
        }

        tile.BeginPass(w);
        Rows(w, tile, inner);
        w.Close();
        w.Close();
        w.Close();
    }

    // Sums of 16 bits pay in vectors of 64 channels with 32 registers.
    private int ShortSumQuads => step.Channels < 64 ? 0 : step.ShortSumQuads;

    private IReadOnlyList<Isa> Isas =>
        IsFloat ? Isa.Floats
        : step.InputType == ElementType.Int16 ? Isa.Shorts
        : Isa.DepthwiseBytes(ShortSumQuads);

    private DepthwiseTile TileOf(Isa isa)
    {
        if (IsFloat)
        {
            return new DepthwiseFloatTile(isa, step.WeightType, Window, Pixels, Epilogue, step.Activation);
        }

        if (step.InputType == ElementType.Int16 || isa == Isa.Avx512 || isa == Isa.Avx2)
        {
            return new DepthwisePairTile(isa, step.InputType, Window, Pixels, Epilogue, step.Activation);
        }

        // More pixels share more columns, as long as registers last.
        int pixels = Math.Min(Pixels, Window.Rows <= 4 ? 4 : 2);
        return isa.ShortSumQuads > 0 ? new DepthwiseSumTile(isa, Window, pixels, Epilogue, step.Activation)
            : isa == Isa.Vnni ? new DepthwiseQuadTile(step.Channels < 32 ? new SseIsa() : isa, Window, pixels, Epilogue, step.Activation)
            : new DepthwiseQuadTile(isa, Window, 1, Epilogue, step.Activation);
    }

    private static void Rows(IndentedWriter w, DepthwiseTile tile, bool inner)
    {
        w.Line($"nint lastFrom = (width - {tile.Pixels}) * inputPixel;");
        w.Line($"nint lastTo = (width - {tile.Pixels}) * outputPixel;");
        w.Open("for (int row = passRow; row < passEndRow; row++)");
        w.Line("ref byte rowInput = ref Unsafe.Add(ref input, (nint)image * inputImage + (nint)row * inputRow);");
        w.Line("ref byte rowOutput = ref Unsafe.Add(ref output, (nint)image * outputImage + (nint)row * outputRow);");
        w.Line("nint from = 0;");
        w.Line("nint to = 0;");
        w.Open("while (true)");
        if (inner)
        {
            w.Open($"for (nint channel = firstChannel; channel < endChannel; channel += {tile.Channels})");
            tile.Compute(w);
            w.Close();
        }
        else
        {
            tile.Compute(w);
        }

        w.Line();
        w.Open("if (to >= lastTo)");
        w.Line("break;");
        w.Close();
        w.Line();
        w.Line($"from += {tile.Pixels} * inputPixel;");
        w.Line($"to += {tile.Pixels} * outputPixel;");
        w.Open("if (to > lastTo)");
        w.Line("from = lastFrom;");
        w.Line("to = lastTo;");
        w.Close();
        w.Close();
        w.Close();
    }

    // The last tile of a row overlaps the one before. Beside its pixels a tile costs about as much as one more.
    private static int BestPixels(int width) =>
        Enumerable.Range(1, Math.Min(width, MostPixels)).OrderBy(pixels => (width + pixels - 1) / pixels * (pixels + 1)).ThenByDescending(static pixels => pixels).First();
}
