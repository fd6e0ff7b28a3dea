using System;
using System.Collections.Generic;
using System.Linq;
using ModelCodegen.Plan;

namespace ModelCodegen.Generator.Emit;

/// <summary>
/// A depthwise tile of integers for instruction sets that multiply pairs of 16-bit numbers: every 32-bit lane holds one channel
/// of two rows. These are the even or the odd rows of a quad, as <see cref="Isa.PrepareWeights"/> takes weights apart.
/// </summary>
internal sealed record DepthwisePairTile(Isa Isa, ElementType Input, DepthwiseWindow Window, int Pixels, ConvEpilogue Epilogue, Activation Activation)
    : DepthwiseTile(Isa, Window, Pixels, Epilogue, Activation)
{
    public override int Channels => Isa.Lanes;

    // What lies in one line of the cache.
    public override int ChannelsPerPass => 64;

    protected override int PixelsPerStore => Epilogue == ConvEpilogue.Bytes && Isa.Lanes > 4 ? 4 : 1;

    protected override int InputBytes => Input.SizeInBytes();

    protected override int WeightRegisters => Isa == Isa.Avx512 ? 20 : 6;

    protected override IEnumerable<int> Groups => Enumerable.Range(0, Window.Rows).Where(static row => row % 4 < 2);

    protected override int BlockBytes => (Window.Rows + 3) / 4 * Window.Columns * 64;

    private string Short => Input == ElementType.Int16 ? "Short" : "";

    // The bytes of a vector's widened weights.
    private int WidenedBytes => Groups.Count() * Window.Columns * Isa.Lanes * 4;

    public override void Begin(IndentedWriter w)
    {
        LoadBounds(w);
        w.Line($"Span<byte> widenedWeights = stackalloc byte[{ChannelsPerPass / Channels * WidenedBytes}];");
        w.Line("ref byte widened = ref MemoryMarshal.GetReference(widenedWeights);");
    }

    public override void BeginPass(IndentedWriter w)
    {
        w.Open($"for (nint channel = firstChannel; channel < endChannel; channel += {Channels})");
        w.Line($"ref byte blockWeights = ref Unsafe.Add(ref weights, (channel >> 4) * {BlockBytes} + (channel & 15) * 4);");
        LocateWidened(w);
        for (int quad = 0; quad < Window.Rows; quad += 4)
        {
            for (int column = 0; column < Window.Columns; column++)
            {
                w.Open();
                w.Line($"{Isa.V}<sbyte> w = {Isa.Load("sbyte", "blockWeights", Literal.Int(((quad / 4 * Window.Columns) + column) * 64))};");
                foreach (string statement in Isa.PrepareWeights("w"))
                {
                    w.Line(statement);
                }

                w.Line(Isa.Store("we", "vectorWeights", Offset(quad, column)));
                if (quad + 1 < Window.Rows)
                {
                    w.Line(Isa.Store("wo", "vectorWeights", Offset(quad + 1, column)));
                }

                w.Close();
            }
        }

        w.Close();
        w.Line();
    }

    public override void Compute(IndentedWriter w)
    {
        LocateWidened(w);
        LoadParameters(w);
        base.Compute(w);
    }

    protected override void LoadWeights(IndentedWriter w, int first, int column) =>
        w.Line($"{Isa.V}<short> {Weights(first, column)} = {Isa.Load("short", "vectorWeights", Offset(first, column))};");

    protected override IEnumerable<int> RowsOf(int first) => new[] { first, first + 2 }.Where(row => row < Window.Rows);

    protected override void Read(IndentedWriter w, int first, IReadOnlyList<string> rows) =>
        w.Line($"{Isa.V}<short> x = KernelMethods.{(rows.Count == 2 ? $"Interleave{Short}Rows" : $"Widen{Short}Row")}{Isa.Lanes * 32}({string.Join(", ", rows.Select(static row => "ref " + row))});");

    protected override void Multiply(IndentedWriter w, int first, int pixel, int column) =>
        w.Line($"{Acc(pixel)} = {(Input == ElementType.Int16 ? Isa.MultiplyAddShorts("x", Weights(first, column)) : Isa.MultiplyAddPairs("x", Weights(first, column)))} + {Acc(pixel)};");

    protected override void StoreIntegers(IndentedWriter w, IReadOnlyList<int> pixels)
    {
        if (PixelsPerStore == 1)
        {
            StoreOne(w, Acc(pixels[0]), Output(w, pixels[0]));
            return;
        }

        // Where less than 4 are left, the last one fills up.
        IEnumerable<string> four = Enumerable.Range(0, 4).Select(i => Acc(pixels[Math.Min(i, pixels.Count - 1)]));
        string bytes = $"bytes{pixels[0]}";
        w.Line($"{Isa.V}<byte> {bytes} = KernelMethods.Pack{(Isa.Lanes == 8 ? "Pixels" : "Pixels512")}({string.Join(", ", four)}, zeros, lows);");
        for (int i = 0; i < pixels.Count; i++)
        {
            string y = Output(w, pixels[i]);
            w.Line(Isa.Lanes == 8
                ? $"Unsafe.WriteUnaligned(ref {y}, {bytes}.AsUInt64().GetElement({i}));"
                : $"Avx512F.ExtractVector128({bytes}, {i}).StoreUnsafe(ref {y});");
        }
    }

    private void StoreOne(IndentedWriter w, string results, string y)
    {
        if (Epilogue == ConvEpilogue.Bytes)
        {
            string shorts = $"Vector128.Narrow({results}.AsUInt32(), Vector128<uint>.Zero)";
            w.Line($"Unsafe.WriteUnaligned(ref {y}, Vector128.Narrow({shorts}, Vector128<ushort>.Zero).AsUInt32().ToScalar());");
        }
        else if (Isa.Lanes == 4)
        {
            w.Line($"Unsafe.WriteUnaligned(ref {y}, Vector128.Narrow({results}, Vector128<int>.Zero).AsUInt64().ToScalar());");
        }
        else
        {
            w.Line(Isa.StoreShorts([results], y).Single());
        }
    }

    private static string Weights(int first, int column) => $"w{first}_{column}";

    private string Offset(int first, int column) => Literal.Int(((((first / 4 * 2) + (first % 4)) * Window.Columns) + column) * Isa.Lanes * 4);

    private void LocateWidened(IndentedWriter w) =>
        w.Line($"ref byte vectorWeights = ref Unsafe.Add(ref widened, (channel - firstChannel) * {WidenedBytes / Channels});");
}
