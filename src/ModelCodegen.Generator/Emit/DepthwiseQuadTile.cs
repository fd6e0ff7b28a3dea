using System;
using System.Collections.Generic;
using System.Linq;
using ModelCodegen.Plan;

namespace ModelCodegen.Generator.Emit;

/// <summary>
/// A depthwise tile of bytes: the rows of an input column are interleaved so that every 32-bit lane holds one channel's
/// column of four; one dot product per window column then does four rows. Vector i of the interleaved column holds channels
/// 4i to 4i+3 of a block, and above them those of the next blocks.
/// </summary>
/// <param name="Isa">The instruction set.</param>
/// <param name="Window">The window.</param>
/// <param name="Pixels">Output pixels at a time.</param>
/// <param name="Epilogue">What happens to the sums.</param>
/// <param name="Activation">The activation of float results.</param>
internal record DepthwiseQuadTile(Isa Isa, DepthwiseWindow Window, int Pixels, ConvEpilogue Epilogue, Activation Activation)
    : DepthwiseTile(Isa, Window, Pixels, Epilogue, Activation)
{
    public override int Channels => Isa.Lanes * 4;

    protected override int Vectors => 4;

    protected override IEnumerable<int> Groups => Enumerable.Range(0, Window.Rows).Where(static row => row % 4 == 0);

    protected override int BlockBytes => Groups.Count() * Window.Columns * 64;

    /// <summary>The vector class.</summary>
    protected string V => Isa.V;

    // Blocks of 16 channels.
    private int Blocks => Isa.Lanes / 4;

    private bool IsPortable => Isa == Isa.Portable;

    public override void BeginPass(IndentedWriter w)
    {
        LocateWeights(w);
        LoadParameters(w);
        LoadBounds(w);
        foreach ((int first, int column, int v) in AllWeights)
        {
            w.Line($"{V}<sbyte> {WeightsOf(first, column, v)} = {PackedWeights(first, column, v)};");
        }
    }

    /// <summary>Declares where a block's weights begin.</summary>
    protected void LocateWeights(IndentedWriter w) => w.Line($"ref byte blockWeights = ref Unsafe.Add(ref weights, (channel >> 4) * {BlockBytes});");

    /// <summary>All vectors of weights: a group's first row, a column of the window, and the vector's number.</summary>
    protected IEnumerable<(int First, int Column, int Vector)> AllWeights =>
        from first in Groups
        from column in Enumerable.Range(0, Window.Columns)
        from v in Enumerable.Range(0, Vectors)
        select (first, column, v);

    /// <summary>A vector of weights as the plan packs them.</summary>
    protected string PackedWeights(int first, int column, int vector)
    {
        int offset = (((first / 4 * Window.Columns) + column) * 64) + (vector * 16);
        return Quarters("sbyte", "blockWeights", block => Literal.Int(offset + (block * BlockBytes)));
    }

    /// <summary>A vector of weights in the inner loop.</summary>
    protected virtual string WeightsOf(int first, int column, int vector) => $"w{first}_{column}_{vector}";

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
            string weights = WeightsOf(first, column, v);
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
        Quarters(type, reference, block => $"channel * 4 + {(vector * 16) + (block * 64)}");

    protected override void StoreIntegers(IndentedWriter w, IReadOnlyList<int> pixels)
    {
        string[] results = [.. Enumerable.Range(0, 4).Select(v => Acc(pixels[0], v))];
        string y = Output(w, pixels[0]);
        if (Epilogue.GivesShorts())
        {
            StoreShorts(w, results, y);
            return;
        }

        w.Line(SaturatingPack
            ? $"KernelMethods.PackBlocks{Literal.Int(Isa.Lanes * 32)}({string.Join(", ", results)}, zeros, lows).StoreUnsafe(ref {y});"
            : $"{Isa.Pack16(results)}.StoreUnsafe(ref {y});");
    }

    protected override void StoreFloats(IndentedWriter w, string floats, int pixel, int vector)
    {
        string y = Output(w, pixel);
        w.Open();
        w.Line($"{V}<float> floats = {floats};");
        for (int block = 0; block < Blocks; block++)
        {
            w.Line(Isa.Portable.Store(Quarter("floats", block), y, Literal.Int((vector * 16) + (block * 64))));
        }

        w.Close();
    }

    private void StoreShorts(IndentedWriter w, IReadOnlyList<string> results, string y)
    {
        for (int block = 0; block < Blocks; block++)
        {
            foreach (string statement in Isa.Portable.StoreShorts([.. results.Select(result => Quarter(result, block))], y, block * 32))
            {
                w.Line(statement);
            }
        }
    }

    private static string Widen(string half) => half == "Low" ? "Vector128.WidenLower" : "Vector128.WidenUpper";

    private void Interleave(IndentedWriter w)
    {
        string isa = Blocks switch
        {
            1 => "Sse2",
            2 => "Avx2",
            _ => "Avx512BW",
        };
        foreach (string half in new[] { "Low", "High" })
        {
            foreach ((int a, int b) in new[] { (0, 1), (2, 3) })
            {
                w.Line(IsPortable
                    ? $"Vector128<ushort> pairs{half}{a}{b} = {Widen(half)}(r{a}) | ({Widen(half)}(r{b}) << 8);"
                    : $"{V}<short> pairs{half}{a}{b} = {isa}.Unpack{half}(r{a}, r{b}).AsInt16();");
            }
        }

        for (int v = 0; v < 4; v++)
        {
            string pairs = v < 2 ? "pairsLow" : "pairsHigh";
            string half = v % 2 == 0 ? "Low" : "High";
            w.Line($"{V}<byte> c{v} = " + (IsPortable
                ? $"({Widen(half)}({pairs}01) | ({Widen(half)}({pairs}23) << 16)).AsByte();"
                : $"{isa}.Unpack{half}({pairs}01, {pairs}23).AsByte();"));
        }
    }

    // Four channels of each block.
    private string Quarters(string type, string reference, Func<int, string> bytes)
    {
        string[] quarters = [.. Enumerable.Range(0, Blocks).Select(block => Isa.Portable.Load(type, reference, bytes(block)))];
        return Blocks switch
        {
            1 => quarters[0],
            2 => Half(quarters[0], quarters[1]),

            // Whole vectors made by a method of the framework would keep the kernel from being compiled ahead of time.
            _ => $"Avx512F.InsertVector256({Half(quarters[0], quarters[1])}.ToVector512Unsafe(), {Half(quarters[2], quarters[3])}, 1)",
        };

        static string Half(string lower, string upper) => $"{lower}.ToVector256Unsafe().WithUpper({upper})";
    }

    private string Quarter(string vector, int block)
    {
        string half = Blocks == 4 ? $"{vector}.{(block < 2 ? "GetLower" : "GetUpper")}()" : vector;
        return Blocks == 1 ? vector : $"{half}.{(block % 2 == 0 ? "GetLower" : "GetUpper")}()";
    }
}
