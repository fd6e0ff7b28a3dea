using System;
using System.Collections.Generic;
using System.Linq;
using ModelCodegen.Plan;

namespace ModelCodegen.Generator.Emit;

/// <summary>The convolution kernel for one shape of tile and one kind of channel block.</summary>
internal sealed class ConvKernel(ConvStep step, int blocks, int channels, int valid)
{
    private const int MostStraight = 16;

    public bool IsFloat { get; } = step.InputType == ElementType.Float32;

    private int InputBytes => step.InputType.SizeInBytes();

    private int WeightBytes => step.WeightType.SizeInBytes();

    // Inputs that a vector of weights meets at a time.
    private int Group => IsFloat ? 1 : 4;

    private int GroupBytes => Group * InputBytes;

    private int GroupWeightBytes => channels * Group * WeightBytes;

    public bool Pruned { get; } = step.BlockStarts is not null;

    public bool Partial { get; } = valid < channels;

    public ConvEpilogue Epilogue { get; } = ConvEmitter.EpilogueOf(step);

    private int Unroll => Pruned ? 1 : Math.Max(1, step.Tile.Unroll);

    // A kernel of few taps, each unrolled whole, is written without loops: they would cost more than what they do.
    private bool IsStraight =>
        !Pruned && Unroll > 1 && Unroll == (IsFloat ? step.Run : (step.Run + 3) / 4) && step.KernelRows * step.KernelColumns * Unroll <= MostStraight;

    // Whether 512 bits have a tile of their own.
    private bool IsWide => step.Tile.WideBlocks > 0 && !IsFloat && !Pruned && blocks == 1 && channels == 16 && !Partial;

    public string Name => NameOf($"{step.Tile.Pixels}x{blocks}" + (IsWide ? $"w{step.Tile.WidePixels}x{step.Tile.WideBlocks}" : "")) + ShortSum;

    private string ShortSum => step.ShortSumQuads > 0 ? $"Sum{step.ShortSumQuads}" : "";

    private IReadOnlyList<string> Parameters =>
    [
        .. ConvEmitter.AddressParameters(step),
        "int images", "int inputImage", "int outputImage",
        "int groups", "int inputGroup", "int outputGroup",
        "int firstRow", "int endRow", "int rowsPerPass", "int inputRow", "int outputRow",
        "int firstPixel", "int endPixel", "int pixelsPerPass", "int width", "int inputPixel", "int outputPixel",
        "int firstBlock", "int endBlock", "int groupBlocks", "int groupChannels",
        .. Pruned ? ["int fullBlocks"] : new[] { "int blockBytes", "int groupBytes", "int kernelRow", "int kernelColumn", "int run" },
        .. Partial ? ["int valid"] : Array.Empty<string>(),
        .. ConvEmitter.EpilogueParameters(step),
    ];

    public void AddTo(KernelSet kernels)
    {
        string what = $"{step.Tile.Pixels} pixels x {blocks * channels} channels at a time"
            + (Pruned ? ", from the blocks of weights that are not zero" : "") + (Partial ? "; not all channels exist" : "") + ".";
        IReadOnlyList<Isa> isas = (step.InputType, channels) switch
        {
            (ElementType.UInt8, 16) => Isa.Bytes(step.ShortSumQuads),
            (ElementType.UInt8, _) => Isa.HalfBytes(step.ShortSumQuads),
            (ElementType.Int16, 16) => Isa.Shorts,
            (ElementType.Int16, _) => Isa.HalfShorts,
            (_, 16) => Isa.Floats,
            _ => Isa.HalfFloats,
        };
        kernels.Add(Name, what, Parameters, isas, Body, isa => $"{NameOf($"{TileOf(isa).Pixels}x{TileOf(isa).Blocks}")}{(isa.ShortSumQuads > 0 ? ShortSum : "")}_{isa.Name}");
    }

    // Says everything that is literal in a method.
    private string NameOf(string tile) =>
        $"Conv{(Pruned ? "Sparse" + (step.BlockOffsetType == ElementType.UInt16 ? "16" : "32") : $"{step.KernelRows}x{step.KernelColumns}")}"
        + $"_{Epilogue.TypeNames(step.InputType, step.WeightType)}_{tile}"
        + (Unroll > 1 ? (IsStraight ? "s" : "u") + Unroll : "") + (channels == 8 ? "Half" : "") + (Partial ? "Part" : "")
        + (Epilogue.IsRequantized() ? "" : Activations.Name(step.Activation));

    private void Body(IndentedWriter w, Isa isa)
    {
        int output = Epilogue.Size();
        ConvTile tile = TileOf(isa);
        if (Epilogue == ConvEpilogue.Dynamic)
        {
            Requantization.InputRange(w);
        }

        if (isa.ShortSumQuads > 0)
        {
            w.Line($"{isa.V}<short> ones = {isa.V}<short>.One;");
        }

        w.Open("for (int image = 0; image < images; image++)");
        if (Pruned)
        {
            w.Line("int groupStart = 0;");
        }

        w.Open("for (int group = 0; group < groups; group++)");
        w.Line("ref byte groupInput = ref Unsafe.Add(ref input, (nint)image * inputImage + (nint)group * inputGroup);");
        w.Line("ref byte groupOutput = ref Unsafe.Add(ref output, (nint)image * outputImage + (nint)group * outputGroup);");
        if (Pruned)
        {
            w.Line("ref byte groupStarts = ref Unsafe.Add(ref starts, (nint)group * groupBlocks * 4);");
            w.Line("int groupEntry = Unsafe.ReadUnaligned<int>(ref groupStarts);");
        }

        w.Open("for (int passRow = firstRow; passRow < endRow; passRow += rowsPerPass)");
        w.Line("int passEndRow = passRow + rowsPerPass < endRow ? passRow + rowsPerPass : endRow;");
        w.Open("for (int passPixel = firstPixel; passPixel < endPixel; passPixel += pixelsPerPass)");
        w.Line("int passEndPixel = passPixel + pixelsPerPass < endPixel ? passPixel + pixelsPerPass : endPixel;");
        if (tile.Blocks > 1)
        {
            w.Open($"for (int nextBlock = firstBlock; nextBlock < endBlock; nextBlock += {tile.Blocks})");
            w.Line($"int block = nextBlock < endBlock - {tile.Blocks} ? nextBlock : endBlock - {tile.Blocks};");
        }
        else
        {
            w.Open($"for (int block = firstBlock; block < endBlock; block++)");
        }

        w.Line("nint channel = (nint)group * groupChannels + (nint)block * 16;");
        w.Line("ref byte blockBias = ref Unsafe.Add(ref bias, channel * 4);");
        if (Epilogue.HasScale())
        {
            w.Line("ref byte blockScale = ref Unsafe.Add(ref scale, channel * 4);");
        }

        if (Epilogue == ConvEpilogue.Dynamic)
        {
            w.Line("ref byte blockSums = ref Unsafe.Add(ref weightSums, channel * 4);");
        }

        BlockWeights(w, tile.Blocks);
        w.Open("for (int row = passRow; row < passEndRow; row++)");
        w.Line("ref byte rowInput = ref Unsafe.Add(ref groupInput, (nint)row * inputRow);");
        w.Line($"ref byte rowOutput = ref Unsafe.Add(ref groupOutput, (nint)row * outputRow + (nint)block * {16 * output});");
        w.Open($"for (int next = passPixel; next < passEndPixel; next += {tile.Pixels})");
        w.Line(tile.Pixels > 1 ? $"nint pixel = next < width - {tile.Pixels} ? next : width - {tile.Pixels};" : "nint pixel = next;");
        for (int p = 0; p < tile.Pixels; p++)
        {
            w.Line($"ref byte x{p} = ref Unsafe.Add(ref rowInput, {(p == 0 ? "pixel" : $"(pixel + {p})")} * inputPixel);");
        }

        Accumulate(w, tile);
        Finish(w, tile);
        w.Close();
        w.Close();
        w.Close();
        w.Close();
        w.Close();
        if (Pruned)
        {
            w.Line();
            w.Line("int fullEntry = Unsafe.ReadUnaligned<int>(ref Unsafe.Add(ref groupStarts, (nint)fullBlocks * 4));");
            w.Line("int endEntry = Unsafe.ReadUnaligned<int>(ref Unsafe.Add(ref groupStarts, (nint)groupBlocks * 4));");
            w.Line($"groupStart += (fullEntry - groupEntry) * {64 * WeightBytes} + (endEntry - fullEntry) * {32 * WeightBytes};");
        }

        w.Close();
        w.Close();
    }

    private ConvTile TileOf(Isa isa)
    {
        if (IsWide && isa.Lanes == 16)
        {
            return new ConvTile(isa, step.InputType, step.WeightType, step.Tile.WidePixels, step.Tile.WideBlocks, channels);
        }

        int budget = IsFloat ? isa.FloatAccumulators : isa.Accumulators;
        int perPixel = blocks * isa.VectorsOf(channels);
        int pixels = step.Tile.Pixels;
        for (int parts = 2; pixels > 1 && pixels * perPixel > budget; parts++)
        {
            pixels = (step.Tile.Pixels + parts - 1) / parts;
        }

        return new ConvTile(isa, step.InputType, step.WeightType, pixels, blocks, channels);
    }

    private void BlockWeights(IndentedWriter w, int tileBlocks)
    {
        if (Pruned)
        {
            w.Line("int firstEntry = Unsafe.ReadUnaligned<int>(ref Unsafe.Add(ref groupStarts, (nint)block * 4));");
            w.Line("int entries = Unsafe.ReadUnaligned<int>(ref Unsafe.Add(ref groupStarts, (nint)(block + 1) * 4));");
            w.Line($"ref byte blockWeights0 = ref Unsafe.Add(ref weights, (nint)groupStart + (nint)(firstEntry - groupEntry) * {64 * WeightBytes});");
            return;
        }

        for (int b = 0; b < tileBlocks; b++)
        {
            w.Line($"ref byte blockWeights{b} = ref Unsafe.Add(ref weights, (nint)group * groupBytes + (nint){(b == 0 ? "block" : $"(block + {b})")} * blockBytes);");
        }
    }

    private void Accumulate(IndentedWriter w, ConvTile tile)
    {
        tile.Declare(w, Epilogue);
        w.Line("nint weight = 0;");
        int unroll = Math.Max(Unroll, tile.Isa.QuadsPerDot);
        if (Pruned)
        {
            int size = step.BlockOffsetType == ElementType.UInt16 ? 2 : 4;
            string type = size == 2 ? "ushort" : "int";
            w.Open("for (int entry = firstEntry; entry < entries; entry++)");
            w.Line($"nint tap = (nint)Unsafe.ReadUnaligned<{type}>(ref Unsafe.Add(ref offsets, (nint)entry * {size})) * {InputBytes};");
            tile.Multiply(w, 4 / Group);
            w.Line($"weight += {4 / Group * GroupWeightBytes};");
            w.Close();
            return;
        }

        if (IsStraight)
        {
            Straight(w, tile);
            return;
        }

        bool rows = step.KernelRows > 1;
        bool columns = step.KernelColumns > 1;
        if (rows)
        {
            w.Open($"for (int ky = 0; ky < {step.KernelRows}; ky++)");
        }

        if (columns)
        {
            w.Open($"for (int kx = 0; kx < {step.KernelColumns}; kx++)");
        }

        string start = (rows, columns) switch
        {
            (true, true) => "(nint)ky * kernelRow + (nint)kx * kernelColumn",
            (true, false) => "(nint)ky * kernelRow",
            (false, true) => "(nint)kx * kernelColumn",
            _ => "0",
        };
        w.Line($"nint tap = {start};");
        w.Line("nint end = tap + run;");
        if (unroll > 1)
        {
            w.Open($"for (; tap <= end - {GroupBytes * unroll}; tap += {GroupBytes * unroll})");
            tile.Multiply(w, unroll);
            w.Line($"weight += {GroupWeightBytes * unroll};");
            w.Close();
            w.Line();
        }

        w.Open($"for (; tap < end; tap += {GroupBytes})");
        tile.Multiply(w, 1);
        w.Line($"weight += {GroupWeightBytes};");
        w.Close();
        if (columns)
        {
            w.Close();
        }

        if (rows)
        {
            w.Close();
        }
    }

    private void Straight(IndentedWriter w, ConvTile tile)
    {
        w.Line("nint tap;");
        for (int ky = 0; ky < step.KernelRows; ky++)
        {
            for (int kx = 0; kx < step.KernelColumns; kx++)
            {
                w.Line($"tap = {ky} * (nint)kernelRow + {kx} * (nint)kernelColumn;");
                tile.Multiply(w, Unroll);
                w.Line($"weight += {GroupWeightBytes * Unroll};");
            }
        }
    }

    private void Finish(IndentedWriter w, ConvTile tile)
    {
        w.Line();
        for (int p = 0; p < tile.Pixels; p++)
        {
            w.Line($"ref byte y{p} = ref Unsafe.Add(ref rowOutput, {(p == 0 ? "pixel" : $"(pixel + {p})")} * outputPixel);");
        }

        var results = new ConvResults(tile, Epilogue, step.Activation, Partial);
        for (int b = 0; b < tile.Blocks; b++)
        {
            w.Open();
            results.Write(w, b);
            w.Close();
        }
    }
}
