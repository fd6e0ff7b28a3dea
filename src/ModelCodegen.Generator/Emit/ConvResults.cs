using System;
using System.Collections.Generic;
using System.Linq;
using ModelCodegen.Plan;

namespace ModelCodegen.Generator.Emit;

/// <summary>Turns a convolution's accumulators into results and stores them: pixel p behind <c>ref byte y{p}</c>.</summary>
/// <param name="Tile">The accumulators.</param>
/// <param name="Epilogue">What becomes of them.</param>
/// <param name="Activation">Of float results.</param>
/// <param name="Partial">Whether only <c>valid</c> channels of a block exist.</param>
internal sealed record ConvResults(ConvTile Tile, ConvEpilogue Epilogue, Activation Activation, bool Partial)
{
    /// <summary>The bytes of a result.</summary>
    public int Size => Epilogue.Size();

    /// <summary>Writes one block of channels of all pixels.</summary>
    public void Write(IndentedWriter w, int block)
    {
        Tile.Finish(w, block, Epilogue, Activation);
        if (Epilogue == ConvEpilogue.Bytes && Tile.Isa.Lanes == 16)
        {
            WriteFours(w, block);
            return;
        }

        for (int p = 0; p < Tile.Pixels; p++)
        {
            bool pair = Epilogue == ConvEpilogue.Bytes && Tile.Channels == 16 && Tile.Isa.SaturatingPack && p + 1 < Tile.Pixels;
            if (pair)
            {
                w.Line($"Vector256<byte> pair{p} = KernelMethods.PackPixels({string.Join(", ", Tile.Results(p, block))}, {string.Join(", ", Tile.Results(p + 1, block))}, zeros, lows);");
                StoreBytes(w, $"pair{p}.GetLower()", p, block);
                StoreBytes(w, $"pair{p}.GetUpper()", ++p, block);
                continue;
            }

            Store(w, p, block);
        }
    }

    // Four pixels fill 512 bits; where fewer are left, the last one fills up.
    private void WriteFours(IndentedWriter w, int block)
    {
        for (int first = 0; first < Tile.Pixels; first += 4)
        {
            IEnumerable<string> four = Enumerable.Range(first, 4).Select(p => Tile.Results(Math.Min(p, Tile.Pixels - 1), block).Single());
            w.Line($"Vector512<byte> four{first} = KernelMethods.PackPixels512({string.Join(", ", four)}, zeros, lows);");
            for (int p = first; p < Math.Min(first + 4, Tile.Pixels); p++)
            {
                StoreBytes(w, $"Avx512F.ExtractVector128(four{first}, {p - first})", p, block);
            }
        }
    }

    private void Store(IndentedWriter w, int p, int b)
    {
        Isa isa = Tile.Isa;
        string[] results = Tile.Results(p, b);
        string y = $"y{p}";
        if (Epilogue.GivesShorts())
        {
            foreach (string statement in isa.StoreShorts(results, y, b * 32, Partial ? "valid" : null))
            {
                w.Line(statement);
            }

            return;
        }

        if (Epilogue != ConvEpilogue.Bytes)
        {
            for (int v = 0; v < results.Length; v++)
            {
                string at = Literal.Int((b * 16 * Size) + (v * isa.Lanes * 4));
                w.Line(Partial
                    ? $"KernelMethods.StoreWords{isa.Lanes * 32}({results[v]}.AsInt32(), ref {Isa.At(y, at)}, valid - {v * isa.Lanes});"
                    : isa.Store(results[v], y, at));
            }

            return;
        }

        StoreBytes(
            w,
            Tile.Channels == 8 ? isa.Pack8(results)
            : isa.SaturatingPack ? $"KernelMethods.PackPixel({string.Join(", ", results)}, zeros, lows)"
            : isa.Pack16(results),
            p,
            b);
    }

    private void StoreBytes(IndentedWriter w, string bytes, int p, int b)
    {
        string target = Isa.At($"y{p}", Literal.Int(b * 16));
        w.Line(
            Partial ? $"KernelMethods.StoreBytes({bytes}, ref {target}, valid);"
            : Tile.Channels == 16 ? $"{bytes}.StoreUnsafe(ref {target});"
            : $"Unsafe.WriteUnaligned(ref {target}, {bytes}.AsUInt64().ToScalar());");
    }
}
