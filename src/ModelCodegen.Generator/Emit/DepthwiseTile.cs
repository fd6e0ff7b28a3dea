using System.Collections.Generic;
using System.Linq;
using ModelCodegen.Plan;

namespace ModelCodegen.Generator.Emit;

/// <summary>
/// The inner part of the depthwise kernel for bytes. The rows of one input column are interleaved so that every 32-bit
/// lane holds one channel's column of four; one dot product per window column then does four rows. Vector i of the
/// interleaved column holds channels 4i to 4i+3 of a block, in its upper half those of the next block.
/// </summary>
/// <param name="Base">The instruction set.</param>
/// <param name="Wide">Two blocks at a time, in 256 bits; otherwise one in 128.</param>
/// <param name="Rows">Window rows.</param>
/// <param name="Columns">Window columns.</param>
/// <param name="Pixels">Output pixels at a time.</param>
/// <param name="Shared">Whether neighbouring pixels read the same columns.</param>
/// <param name="Epilogue">What happens to the sums.</param>
/// <param name="Activation">The activation of float results.</param>
internal sealed record DepthwiseTile(Isa Base, bool Wide, int Rows, int Columns, int Pixels, bool Shared, ConvEpilogue Epilogue, Activation Activation)
{
    private Isa Isa { get; } = Wide || Base == Isa.Portable ? Base : new SseIsa(Base == Isa.Vnni);

    private string V => Isa.V;

    private int Quads => (Rows + 3) / 4;

    private int BlockBytes => Quads * Columns * 64;

    /// <summary>Loads everything that does not change along a row.</summary>
    public void LoadWeights(IndentedWriter w)
    {
        w.Line($"ref byte blockWeights = ref Unsafe.Add(ref weights, block * {BlockBytes});");
        w.Line("ref byte blockBias = ref Unsafe.Add(ref bias, block * 64);");
        w.Line("ref byte blockScale = ref Unsafe.Add(ref scale, block * 64);");
        if (Epilogue == ConvEpilogue.Dynamic)
        {
            w.Line("ref byte blockSums = ref Unsafe.Add(ref weightSums, block * 64);");
        }

        for (int q = 0; q < Quads; q++)
        {
            for (int kx = 0; kx < Columns; kx++)
            {
                for (int i = 0; i < 4; i++)
                {
                    w.Line($"{V}<sbyte> w{q}_{kx}_{i} = {Channels("sbyte", "blockWeights", (((q * Columns) + kx) * 64) + (i * 16), BlockBytes)};");
                }
            }
        }
    }

    /// <summary>Computes the pixels from <c>pixel</c> on.</summary>
    public void Compute(IndentedWriter w)
    {
        for (int i = 0; i < 4; i++)
        {
            string start = Epilogue == ConvEpilogue.Bytes
                ? Channels("int", "blockBias", i * 16, 64)
                : $"{Channels("int", "blockSums", i * 16, 64)} * {V}.Create(-inputZeroPoint)";
            for (int p = 0; p < Pixels; p++)
            {
                w.Line($"{V}<int> a{p}_{i} = {(p == 0 ? start : $"a0_{i}")};");
            }
        }

        w.Line("ref byte origin = ref Unsafe.Add(ref rowInput, pixel * inputPixel + block * 16);");
        for (int ky = 0; ky < Rows; ky++)
        {
            w.Line($"ref byte row{ky} = ref {(ky == 0 ? "origin" : $"Unsafe.Add(ref origin, (nint){ky} * kernelRow)")};");
        }

        for (int q = 0; q < Quads; q++)
        {
            if (Shared)
            {
                for (int column = 0; column < Pixels + Columns - 1; column++)
                {
                    Column(w, q, $"(nint){column} * kernelColumn", Enumerable.Range(0, Pixels).Select(p => (p, column - p)).Where(t => t.Item2 >= 0 && t.Item2 < Columns));
                }
            }
            else
            {
                for (int p = 0; p < Pixels; p++)
                {
                    for (int kx = 0; kx < Columns; kx++)
                    {
                        Column(w, q, $"(nint){p} * inputPixel + (nint){kx} * kernelColumn", [(p, kx)]);
                    }
                }
            }
        }

        Finish(w);
    }

    private void Column(IndentedWriter w, int quad, string offset, IEnumerable<(int Pixel, int Column)> products)
    {
        w.Open();
        w.Line($"nint column = {offset};");
        for (int r = 0; r < 4; r++)
        {
            int ky = (quad * 4) + r;
            w.Line($"{V}<byte> r{r} = {(ky < Rows ? Isa.Load("byte", $"row{ky}", "column") : $"{V}<byte>.Zero")};");
        }

        Interleave(w);
        for (int i = 0; i < 4; i++)
        {
            foreach (string statement in Isa.PlainOperands ? [] : Isa.PrepareInput($"c{i}"))
            {
                w.Line(statement);
            }
        }

        foreach ((int p, int kx) in products)
        {
            for (int i = 0; i < 4; i++)
            {
                string weights = $"w{quad}_{kx}_{i}";
                if (Isa.PlainOperands)
                {
                    w.Line($"a{p}_{i} = {Isa.Dot($"a{p}_{i}", $"c{i}", weights)};");
                    continue;
                }

                w.Open();
                w.Line($"{V}<sbyte> w = {weights};");
                foreach (string statement in Isa.PrepareWeights("w"))
                {
                    w.Line(statement);
                }

                w.Line($"a{p}_{i} = {Isa.Dot($"a{p}_{i}", $"c{i}", "w")};");
                w.Close();
            }
        }

        w.Close();
    }

    private void Interleave(IndentedWriter w)
    {
        if (Wide)
        {
            w.Line("Vector256<short> low01 = Avx2.UnpackLow(r0, r1).AsInt16();");
            w.Line("Vector256<short> low23 = Avx2.UnpackLow(r2, r3).AsInt16();");
            w.Line("Vector256<short> high01 = Avx2.UnpackHigh(r0, r1).AsInt16();");
            w.Line("Vector256<short> high23 = Avx2.UnpackHigh(r2, r3).AsInt16();");
            w.Line("Vector256<byte> c0 = Avx2.UnpackLow(low01, low23).AsByte();");
            w.Line("Vector256<byte> c1 = Avx2.UnpackHigh(low01, low23).AsByte();");
            w.Line("Vector256<byte> c2 = Avx2.UnpackLow(high01, high23).AsByte();");
            w.Line("Vector256<byte> c3 = Avx2.UnpackHigh(high01, high23).AsByte();");
            return;
        }

        if (Base != Isa.Portable)
        {
            foreach ((string name, string rows, string unpack) in new[] { ("low01", "r0, r1", "Low"), ("low23", "r2, r3", "Low"), ("high01", "r0, r1", "High"), ("high23", "r2, r3", "High") })
            {
                w.Line($"Vector128<short> {name} = Sse2.Unpack{unpack}({rows}).AsInt16();");
            }

            for (int i = 0; i < 4; i++)
            {
                string half = i < 2 ? "low" : "high";
                w.Line($"Vector128<byte> c{i} = Sse2.Unpack{(i % 2 == 0 ? "Low" : "High")}({half}01, {half}23).AsByte();");
            }

            return;
        }

        foreach ((string name, string widen) in new[] { ("low", "WidenLower"), ("high", "WidenUpper") })
        {
            w.Line($"Vector128<ushort> {name}01 = Vector128.{widen}(r0) | Vector128.ShiftLeft(Vector128.{widen}(r1), 8);");
            w.Line($"Vector128<ushort> {name}23 = Vector128.{widen}(r2) | Vector128.ShiftLeft(Vector128.{widen}(r3), 8);");
        }

        for (int i = 0; i < 4; i++)
        {
            string half = i < 2 ? "low" : "high";
            string widen = i % 2 == 0 ? "WidenLower" : "WidenUpper";
            w.Line($"Vector128<byte> c{i} = (Vector128.{widen}({half}01) | Vector128.ShiftLeft(Vector128.{widen}({half}23), 16)).AsByte();");
        }
    }

    private void Finish(IndentedWriter w)
    {
        string f = $"{V}<float>";
        for (int i = 0; i < 4; i++)
        {
            string scale = Channels("float", "blockScale", i * 16, 64);
            w.Line(Epilogue == ConvEpilogue.Bytes
                ? $"{f} s{i} = {scale};"
                : $"{f} s{i} = {V}.Create(inputScale) * {scale};\n{f} t{i} = {Channels("float", "blockBias", i * 16, 64)};");
        }

        if (Epilogue == ConvEpilogue.Bytes)
        {
            Requantization.Bounds(w, Isa);
        }

        for (int p = 0; p < Pixels; p++)
        {
            int size = Epilogue == ConvEpilogue.Bytes ? 1 : 4;
            w.Line($"ref byte y{p} = ref Unsafe.Add(ref rowOutput, {(p == 0 ? "pixel" : $"(pixel + {p})")} * outputPixel + block * {16 * size});");
            for (int i = 0; i < 4; i++)
            {
                string scaled = $"{V}.ConvertToSingle(a{p}_{i}) * s{i}";
                if (Epilogue == ConvEpilogue.Bytes)
                {
                    w.Line($"a{p}_{i} = {Requantization.Round(Isa, scaled)};");
                    continue;
                }

                w.Line($"{f} f{p}_{i} = {Activations.Apply(Isa, Activation, $"({scaled} + t{i})")};");
                w.Line(Wide
                    ? $"f{p}_{i}.GetLower().AsByte().StoreUnsafe(ref Unsafe.Add(ref y{p}, {i * 16}));\nf{p}_{i}.GetUpper().AsByte().StoreUnsafe(ref Unsafe.Add(ref y{p}, {64 + (i * 16)}));"
                    : Isa.Store($"f{p}_{i}", $"y{p}", Literal.Int(i * 16)));
            }

            if (Epilogue == ConvEpilogue.Bytes)
            {
                string[] results = [.. Enumerable.Range(0, 4).Select(i => $"a{p}_{i}")];
                w.Line(Isa.SaturatingPack
                    ? $"KernelMethods.Pack{(Wide ? "Blocks" : "Block")}({string.Join(", ", results)}, zeros, lows).StoreUnsafe(ref y{p});"
                    : $"{Isa.Pack16(results)}.StoreUnsafe(ref y{p});");
            }
        }
    }

    // Four channels of a block, and in 256 bits those of the next block above them.
    private string Channels(string type, string reference, int offset, int blockBytes)
    {
        string lower = Isa.Portable.Load(type, reference, Literal.Int(offset));
        return Wide ? $"{lower}.ToVector256Unsafe().WithUpper({Isa.Portable.Load(type, reference, Literal.Int(offset + blockBytes))})" : lower;
    }
}
