using System;
using System.Collections.Generic;
using System.Linq;
using ModelCodegen.Plan;

namespace ModelCodegen.Generator.Emit;

/// <summary>
/// A depthwise tile of bytes: the rows of an input column are interleaved so that every 32-bit lane holds one channel's
/// column of four; one dot product per window column then does four rows. Vector i of the interleaved column holds channels
/// 4i to 4i+3 of a block, in its upper half those of the next block.
/// </summary>
/// <param name="Base">The kernel's instruction set.</param>
/// <param name="Wide">Two blocks at a time, in 256 bits; otherwise one in 128.</param>
/// <param name="Window">The window.</param>
/// <param name="Pixels">Output pixels at a time.</param>
/// <param name="Epilogue">What happens to the sums.</param>
/// <param name="Activation">The activation of float results.</param>
internal sealed record DepthwiseQuadTile(Isa Base, bool Wide, DepthwiseWindow Window, int Pixels, ConvEpilogue Epilogue, Activation Activation)
    : DepthwiseTile(Wide || Base == Isa.Portable ? Base : new SseIsa(), Window, Pixels, Epilogue, Activation)
{
    public override int Channels => Wide ? 32 : 16;

    protected override int Vectors => 4;

    protected override IEnumerable<int> Groups => Enumerable.Range(0, Window.Rows).Where(static row => row % 4 == 0);

    protected override int BlockBytes => Groups.Count() * Window.Columns * 64;

    private string V => Isa.V;

    public override void BeginPass(IndentedWriter w)
    {
        w.Line($"ref byte blockWeights = ref Unsafe.Add(ref weights, (channel >> 4) * {BlockBytes});");
        LoadParameters(w);
        LoadBounds(w);
        foreach (int first in Groups)
        {
            for (int column = 0; column < Window.Columns; column++)
            {
                for (int v = 0; v < 4; v++)
                {
                    int offset = (((first / 4 * Window.Columns) + column) * 64) + (v * 16);
                    w.Line($"{V}<sbyte> {Weights(first, column, v)} = {Halves("sbyte", "blockWeights", Literal.Int(offset), Literal.Int(offset + BlockBytes))};");
                }
            }
        }
    }

    protected override IEnumerable<int> RowsOf(int first) => Enumerable.Range(first, Math.Min(4, Window.Rows - first));

    protected override void Read(IndentedWriter w, int first, IReadOnlyList<string> rows)
    {
        for (int r = 0; r < 4; r++)
        {
            w.Line($"{V}<byte> r{r} = {(r < rows.Count ? Isa.Load("byte", rows[r], "0") : $"{V}<byte>.Zero")};");
        }

        Interleave(w);
        for (int v = 0; v < 4; v++)
        {
            foreach (string statement in Isa.PlainOperands ? [] : Isa.PrepareInput($"c{v}"))
            {
                w.Line(statement);
            }
        }
    }

    protected override void Multiply(IndentedWriter w, int first, int pixel, int column)
    {
        for (int v = 0; v < 4; v++)
        {
            string weights = Weights(first, column, v);
            if (Isa.PlainOperands)
            {
                w.Line($"{Acc(pixel, v)} = {Isa.Dot(Acc(pixel, v), $"c{v}", weights)};");
                continue;
            }

            w.Open();
            w.Line($"{V}<sbyte> w = {weights};");
            foreach (string statement in Isa.PrepareWeights("w"))
            {
                w.Line(statement);
            }

            w.Line($"{Acc(pixel, v)} = {Isa.Dot(Acc(pixel, v), $"c{v}", "w")};");
            w.Close();
        }
    }

    protected override string PerChannel(string type, string reference, int vector) =>
        Halves(type, reference, $"channel * 4 + {vector * 16}", $"channel * 4 + {(vector * 16) + 64}");

    protected override void StoreIntegers(IndentedWriter w, IReadOnlyList<int> pixels)
    {
        string[] results = [.. Enumerable.Range(0, 4).Select(v => Acc(pixels[0], v))];
        string y = Output(w, pixels[0]);
        if (Epilogue.GivesShorts())
        {
            StoreShorts(w, results, y);
            return;
        }

        w.Line(Isa.SaturatingPack
            ? $"KernelMethods.Pack{(Wide ? "Blocks" : "Block")}({string.Join(", ", results)}, zeros, lows).StoreUnsafe(ref {y});"
            : $"{Isa.Pack16(results)}.StoreUnsafe(ref {y});");
    }

    protected override bool SaturatingPack => Isa.SaturatingPack && Epilogue == ConvEpilogue.Bytes;

    protected override void StoreFloats(IndentedWriter w, string floats, int pixel, int vector)
    {
        string y = Output(w, pixel);
        if (!Wide)
        {
            w.Line(Isa.Store(floats, y, Literal.Int(vector * 16)));
            return;
        }

        w.Open();
        w.Line($"Vector256<float> floats = {floats};");
        w.Line(Isa.Portable.Store("floats.GetLower()", y, Literal.Int(vector * 16)));
        w.Line(Isa.Portable.Store("floats.GetUpper()", y, Literal.Int((vector * 16) + 64)));
        w.Close();
    }

    // A vector holds four channels of a block, and in 256 bits those of the next block above them.
    private void StoreShorts(IndentedWriter w, IReadOnlyList<string> results, string y)
    {
        for (int half = 0; half < (Wide ? 2 : 1); half++)
        {
            string[] block = [.. results.Select(result => Wide ? $"{result}.{(half == 0 ? "GetLower" : "GetUpper")}()" : result)];
            foreach (string statement in Isa.Portable.StoreShorts(block, y, half * 32))
            {
                w.Line(statement);
            }
        }
    }

    private static string Weights(int first, int column, int vector) => $"w{first}_{column}_{vector}";

    private static string Widen(string half) => half == "Low" ? "Vector128.WidenLower" : "Vector128.WidenUpper";

    private void Interleave(IndentedWriter w)
    {
        string sse = Wide ? "Avx2" : "Sse2";
        foreach (string half in new[] { "Low", "High" })
        {
            foreach ((int a, int b) in new[] { (0, 1), (2, 3) })
            {
                w.Line(Base == Isa.Portable
                    ? $"Vector128<ushort> pairs{half}{a}{b} = {Widen(half)}(r{a}) | ({Widen(half)}(r{b}) << 8);"
                    : $"{V}<short> pairs{half}{a}{b} = {sse}.Unpack{half}(r{a}, r{b}).AsInt16();");
            }
        }

        for (int v = 0; v < 4; v++)
        {
            string pairs = v < 2 ? "pairsLow" : "pairsHigh";
            string half = v % 2 == 0 ? "Low" : "High";
            w.Line($"{V}<byte> c{v} = " + (Base == Isa.Portable
                ? $"({Widen(half)}({pairs}01) | ({Widen(half)}({pairs}23) << 16)).AsByte();"
                : $"{sse}.Unpack{half}({pairs}01, {pairs}23).AsByte();"));
        }
    }

    // Four channels of a block, and in 256 bits those of the next block above them.
    private string Halves(string type, string reference, string lower, string upper) => Wide
        ? $"{Isa.Portable.Load(type, reference, lower)}.ToVector256Unsafe().WithUpper({Isa.Portable.Load(type, reference, upper)})"
        : Isa.Portable.Load(type, reference, lower);
}
