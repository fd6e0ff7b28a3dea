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

    public string Name =>
        $"Depthwise{Window.Name}_{Epilogue.TypeNames(step.InputType, step.WeightType)}_{Pixels}"
        + (Epilogue.IsRequantized() ? "" : Activations.Name(step.Activation));

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
        kernels.Add(Name, what, Parameters, IsFloat ? Isa.Floats : step.InputType == ElementType.Int16 ? Isa.Shorts : Isa.DepthwiseBytes, (w, isa) =>
        {
            IReadOnlyList<DepthwiseTile> tiles = Tiles(isa);
            w.Line($"nint inputPixel = {Window.Stride} * column;");
            if (Epilogue == ConvEpilogue.Dynamic)
            {
                Requantization.InputRange(w);
            }

            tiles[0].Begin(w);
            w.Open("for (int image = 0; image < images; image++)");
            w.Open("for (int passRow = firstRow; passRow < endRow; passRow += rowsPerPass)");
            w.Line("int passEndRow = passRow + rowsPerPass < endRow ? passRow + rowsPerPass : endRow;");
            string loop = tiles[0].ChannelsPerPass > tiles[0].Channels ? "firstChannel" : "channel";
            w.Line($"nint {loop} = 0;");
            foreach (DepthwiseTile tile in tiles)
            {
                // Channels are there, if not needed, up to a multiple of 16.
                int more = tile.ChannelsPerPass > tile.Channels ? 0 : Math.Max(0, tile.Channels - 16);
                w.Open($"for (; {loop} < channels{(more > 0 ? $" - {more}" : "")}; {loop} += {tile.ChannelsPerPass})");
                if (loop == "firstChannel")
                {
                    w.Line($"nint endChannel = firstChannel + {tile.ChannelsPerPass} < channels ? firstChannel + {tile.ChannelsPerPass} : channels;");
                }

                tile.BeginPass(w);
                Rows(w, tile, inner: loop == "firstChannel");
                w.Close();
            }

            w.Close();
            w.Close();
        });
    }

    private IReadOnlyList<DepthwiseTile> Tiles(Isa isa)
    {
        if (IsFloat)
        {
            return [new DepthwiseFloatTile(isa, step.WeightType, Window, Pixels, Epilogue, step.Activation)];
        }

        if (step.InputType == ElementType.Int16)
        {
            return [Pairs()];
        }

        if (isa == Isa.Vnni)
        {
            // More pixels share more columns, as long as registers last.
            int pixels = Math.Min(Pixels, Window.Rows <= 4 ? 4 : 2);
            return [Quads(wide: true, pixels), Quads(wide: false, pixels)];
        }

        return isa == Isa.Portable
            ? [Quads(wide: false, 1)]
            : [Pairs()];

        DepthwisePairTile Pairs() => new(isa, step.InputType, Window, Pixels, Epilogue, step.Activation);

        DepthwiseQuadTile Quads(bool wide, int pixels) => new(isa, wide, Window, pixels, Epilogue, step.Activation);
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
