using System;
using System.Collections.Generic;
using System.Linq;
using ModelCodegen.Plan;

namespace ModelCodegen.Generator.Emit;

/// <summary>
/// The inner part of the depthwise kernel: some output pixels of some channels. The window's rows are taken in groups, and
/// of each group one input column after the other, which all pixels share whose windows it lies in.
/// </summary>
/// <param name="Isa">The instruction set.</param>
/// <param name="Window">The window.</param>
/// <param name="Pixels">Output pixels at a time.</param>
/// <param name="Epilogue">What happens to the sums.</param>
/// <param name="Activation">The activation of float results.</param>
internal abstract record DepthwiseTile(Isa Isa, DepthwiseWindow Window, int Pixels, ConvEpilogue Epilogue, Activation Activation)
{
    /// <summary>Channels at a time.</summary>
    public abstract int Channels { get; }

    /// <summary>Channels of which all tiles of a pass over the rows are computed, one after the other at each place.</summary>
    public virtual int ChannelsPerPass => Channels;

    /// <summary>The bytes of an element of input.</summary>
    protected virtual int InputBytes => 1;

    /// <summary>Vectors of accumulators per pixel.</summary>
    protected virtual int Vectors => 1;

    /// <summary>How many pixels are stored together.</summary>
    protected virtual int PixelsPerStore => 1;

    /// <summary>Whether <see cref="StoreIntegers"/> packs by saturating.</summary>
    protected bool SaturatingPack => Isa.SaturatingPack && Epilogue == ConvEpilogue.Bytes;

    /// <summary>How many vectors of weights registers hold beside the accumulators.</summary>
    protected virtual int WeightRegisters => 1;

    /// <summary>The first row of each group of window rows.</summary>
    protected abstract IEnumerable<int> Groups { get; }

    /// <summary>The bytes of a block's weights.</summary>
    protected abstract int BlockBytes { get; }

    private Cursor output = new("y", "outputPixel");

    private string Sums => $"{Isa.V}<{(Epilogue is ConvEpilogue.Floats or ConvEpilogue.ScaledFloats ? "float" : "int")}>";

    /// <summary>What a kernel begins with.</summary>
    public virtual void Begin(IndentedWriter w)
    {
    }

    /// <summary>What a pass over the rows begins with.</summary>
    public abstract void BeginPass(IndentedWriter w);

    /// <summary>
    /// Computes the channels from <c>channel</c> on of the pixels <c>from</c> bytes behind <c>rowInput</c>, which come
    /// <c>to</c> bytes behind <c>rowOutput</c>.
    /// </summary>
    public virtual void Compute(IndentedWriter w)
    {
        w.Line($"ref byte origin = ref Unsafe.Add(ref rowInput, from + channel{Times(InputBytes)});");
        w.Line($"ref byte y = ref Unsafe.Add(ref rowOutput, to + channel{Times(Epilogue.Size())});");
        for (int p = 0; p < Pixels; p++)
        {
            for (int v = 0; v < Vectors; v++)
            {
                w.Line($"{Sums} {Acc(p, v)} = {Parameter("start", v)};");
            }

            DeclareSums(w, p);
        }

        output = new Cursor("y", "outputPixel");
        List<int> groups = [.. Groups];
        int together = Math.Max(1, WeightRegisters / Window.Columns);
        for (int i = 0; i < groups.Count; i += together)
        {
            w.Open();
            Accumulate(w, groups.GetRange(i, Math.Min(together, groups.Count - i)), isLast: i + together >= groups.Count);
            w.Close();
        }
    }

    /// <summary>Declares what a pixel needs beside its accumulators.</summary>
    protected virtual void DeclareSums(IndentedWriter w, int pixel)
    {
    }

    /// <summary>Loads the weights of a column of a group of rows.</summary>
    protected virtual void LoadWeights(IndentedWriter w, int first, int column)
    {
    }

    /// <summary>The rows of a group.</summary>
    protected abstract IEnumerable<int> RowsOf(int first);

    /// <summary>Reads a column of a group of rows.</summary>
    protected abstract void Read(IndentedWriter w, int first, IReadOnlyList<string> rows);

    /// <summary>Adds the products of what was read and the weights of a window's column.</summary>
    protected abstract void Multiply(IndentedWriter w, int first, int pixel, int column);

    /// <summary>Stores results that were rounded by <see cref="Requantization"/> at <c>y</c>, and leads it on.</summary>
    protected abstract void StoreIntegers(IndentedWriter w, IReadOnlyList<int> pixels);

    /// <summary>Stores a vector of floats at <c>y</c>.</summary>
    protected virtual void StoreFloats(IndentedWriter w, string floats, int pixel, int vector) => w.Line(Isa.Store(floats, Output(w, pixel), "0"));

    /// <summary>A vector of what there is 4 bytes of per channel.</summary>
    protected virtual string PerChannel(string type, string reference, int vector) => Isa.Load(type, reference, "channel * 4");

    /// <summary>Declares what accumulators start from and what turns them into results.</summary>
    protected void LoadParameters(IndentedWriter w)
    {
        string f = $"{Isa.V}<float>";
        for (int v = 0; v < Vectors; v++)
        {
            w.Line($"{Sums} start{v} = " + Epilogue switch
            {
                ConvEpilogue.Bytes or ConvEpilogue.Shorts => PerChannel("int", "bias", v),
                ConvEpilogue.ActivatedShorts => "default",
                ConvEpilogue.Floats => PerChannel("float", "bias", v),
                ConvEpilogue.ScaledFloats => "default",
                _ => $"{PerChannel("int", "weightSums", v)} * {Isa.V}.Create(-inputZeroPoint)",
            } + ";");
            switch (Epilogue)
            {
                case ConvEpilogue.Bytes or ConvEpilogue.Shorts:
                    w.Line($"{f} scale{v} = {PerChannel("float", "scale", v)};");
                    break;
                case ConvEpilogue.ScaledFloats or ConvEpilogue.ActivatedShorts:
                    w.Line($"{f} scale{v} = {PerChannel("float", "scale", v)};");
                    w.Line($"{f} bias{v} = {PerChannel("float", "bias", v)};");
                    break;
                case ConvEpilogue.Dynamic:
                    w.Line($"{f} scale{v} = {Isa.V}.Create(inputScale) * {PerChannel("float", "scale", v)};");
                    w.Line($"{f} bias{v} = {PerChannel("float", "bias", v)};");
                    break;
            }
        }
    }

    /// <summary>What <see cref="LoadParameters"/> has declared: <c>start</c>, <c>scale</c> or <c>bias</c> of a vector.</summary>
    protected virtual string Parameter(string name, int vector) => name + Literal.Int(vector);

    /// <summary>Declares the bounds of results that are integers.</summary>
    protected void LoadBounds(IndentedWriter w)
    {
        if (Epilogue.IsRequantized())
        {
            Requantization.Bounds(w, Isa, SaturatingPack);
        }
        else if (Epilogue == ConvEpilogue.ActivatedShorts)
        {
            Requantization.FloatBounds(w, Isa);
        }
    }

    /// <summary>Where a pixel's results belong.</summary>
    protected string Output(IndentedWriter w, int pixel) => output.MoveTo(w, pixel);

    /// <summary>The name of an accumulator.</summary>
    protected string Acc(int pixel, int vector = 0) => Vectors == 1 ? $"a{pixel}" : $"a{pixel}_{vector}";

    private static string Times(int number) => number == 1 ? "" : $" * {number}";

    private void Accumulate(IndentedWriter w, IReadOnlyList<int> groups, bool isLast)
    {
        var rows = groups.SelectMany(RowsOf).ToDictionary(static row => row, static row => new Cursor($"x{row}", "column"));
        foreach (int row in rows.Keys)
        {
            w.Line($"ref byte x{row} = ref {(row == 0 ? "origin" : $"Unsafe.Add(ref origin, {row} * kernelRow)")};");
        }

        var loaded = new HashSet<int>();
        int[] missing = [.. Enumerable.Repeat(Window.Columns, Pixels)];
        List<int> finished = [];
        foreach ((int position, IReadOnlyList<(int Pixel, int Column)> taps) in Window.Positions(Pixels))
        {
            foreach (int column in taps.Select(static t => t.Column).Where(loaded.Add))
            {
                foreach (int first in groups)
                {
                    LoadWeights(w, first, column);
                }
            }

            foreach (int first in groups)
            {
                w.Open();
                Read(w, first, [.. RowsOf(first).Select(row => rows[row].MoveTo(w, position))]);
                foreach ((int pixel, int column) in taps)
                {
                    Multiply(w, first, pixel, column);
                }

                w.Close();
            }

            if (!isLast)
            {
                continue;
            }

            // Whatever is complete is finished at once, between the products of other pixels.
            foreach (int pixel in taps.Select(static t => t.Pixel).Where(pixel => --missing[pixel] == 0))
            {
                Finish(w, pixel);
                finished.Add(pixel);
                if (Epilogue.GivesIntegers() && (finished.Count == PixelsPerStore || pixel == Pixels - 1))
                {
                    StoreIntegers(w, finished);
                    finished.Clear();
                }
            }
        }
    }

    private void Finish(IndentedWriter w, int pixel)
    {
        for (int v = 0; v < Vectors; v++)
        {
            string acc = Acc(pixel, v);
            string scaled = $"{Isa.V}.ConvertToSingle({acc}) * {Parameter("scale", v)}";
            switch (Epilogue)
            {
                case ConvEpilogue.Bytes or ConvEpilogue.Shorts:
                    w.Line($"{acc} = {Requantization.Round(Isa, scaled, SaturatingPack)};");
                    break;
                case ConvEpilogue.ActivatedShorts:
                    w.Line($"{acc} = {Requantization.Quantize(Isa, Activations.Apply(Isa, Activation, $"({scaled} + {Parameter("bias", v)})"))};");
                    break;
                case ConvEpilogue.Dynamic:
                    StoreFloats(w, Activations.Apply(Isa, Activation, $"({scaled} + {Parameter("bias", v)})"), pixel, v);
                    break;
                case ConvEpilogue.ScaledFloats:
                    StoreFloats(w, Activations.Apply(Isa, Activation, Isa.FusedMultiplyAdd(acc, Parameter("scale", v), Parameter("bias", v))), pixel, v);
                    break;
                default:
                    StoreFloats(w, Activations.Apply(Isa, Activation, acc), pixel, v);
                    break;
            }
        }
    }
}
