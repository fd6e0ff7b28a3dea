using System;
using System.Collections.Generic;
using System.Linq;
using ModelCodegen.Plan;

namespace ModelCodegen.Generator.Emit;

/// <summary>Copies between layouts, types and quantizations.</summary>
internal static class ConvertEmitter
{
    public static void Emit(ConvertStep step, StepContext context)
    {
        bool copies = step.InputType == step.OutputType && step.Scale == 0;
        if (InterleaveEmitter.TryEmit(step, context))
        {
            return;
        }

        if (copies && TransposeEmitter.Fits(step))
        {
            TransposeEmitter.Emit(step, context);
            return;
        }

        (EquatableArray<int> extents, EquatableArray<int>[] strides) = LoopOrder.Best(step.Extents, step.StridesInput, step.StridesOutput);
        step = step with { Extents = extents, StridesInput = strides[0], StridesOutput = strides[1] };
        if (copies)
        {
            Copy(step, context);
            return;
        }

        var input = new StridedOperand("input", step.Input, step.InputType.SizeInBytes(), step.StridesInput);
        var output = new StridedOperand("output", step.Output, step.OutputType.SizeInBytes(), step.StridesOutput);
        var loop = new StridedLoop(step.Extents.Count, [input], output);
        (string kind, string summary, string[] parameters, string[] arguments, Action<IndentedWriter, Isa> compute) = Conversion(step);
        string name = $"{kind}_{loop.Name}";
        context.Kernels.Add(name, summary, [.. loop.Parameters(), .. parameters], Isa.Floats, (w, isa) => loop.Write(w, () => compute(w, isa)));
        context.Call(name, loop.Arguments(step.Extents).Concat(arguments));
    }

    /// <summary>Writes code that turns 16 floats at <c>inputAt</c> into bytes at <c>outputAt</c>; <c>scale</c> and <c>zeroPoint</c> are in scope.</summary>
    public static void Quantize(IndentedWriter w, Isa isa) => w.Line($"{Quantized(w, isa, "inputAt")}.StoreUnsafe(ref outputAt);");

    /// <summary>Writes code that turns 16 floats behind a <c>ref byte</c> into bytes, and gives an expression for these; <c>scale</c> and <c>zeroPoint</c> are in scope.</summary>
    public static string Quantized(IndentedWriter w, Isa isa, string from) =>
        Quantized(w, isa, i => isa.Load("float", from, Literal.Int(i * isa.Lanes * 4)), "", "scale", "zeroPoint");

    /// <summary>Writes code that turns 16 floats into bytes, and gives an expression for these.</summary>
    /// <param name="w">Takes the code.</param>
    /// <param name="isa">The instruction set.</param>
    /// <param name="value">The floats of each vector.</param>
    /// <param name="row">Tells the names of the code's variables apart from others in scope.</param>
    /// <param name="scale">What they are divided by.</param>
    /// <param name="zeroPoint">What is added.</param>
    public static string Quantized(IndentedWriter w, Isa isa, Func<int, string> value, string row, string scale, string zeroPoint)
    {
        string v = isa.V;
        for (int i = 0; i < isa.VectorsOf16; i++)
        {
            string q = $"q{row}{i}";
            w.Line($"{v}<float> {q} = {value(i)} / {v}.Create({scale});");
            w.Line($"{q} = {v}.ConditionalSelect({v}.Equals({q}, {q}), {q}, {v}<float>.Zero);");
            string clamped = isa.Min($"{v}.Create(255f - {zeroPoint})", isa.Max($"{v}.Create(0f - {zeroPoint})", q));
            w.Line($"{v}<int> r{row}{i} = {isa.Round(clamped)} + {v}.Create({zeroPoint});");
        }

        return isa.Pack16(Results(isa, row));
    }

    private static (string Kind, string Summary, string[] Parameters, string[] Arguments, Action<IndentedWriter, Isa> Compute) Conversion(ConvertStep step)
    {
        string scale = Literal.Float(step.Scale);
        string zeroIn = Literal.Int(step.InputZeroPoint);
        string zeroOut = Literal.Int(step.OutputZeroPoint);
        string low = Literal.Float(step.Low);
        string high = Literal.Float(step.High);
        return (step.InputType, step.OutputType) switch
        {
            (ElementType.Float32, ElementType.UInt8) =>
                ("Quantize", "Floats to bytes.", ["float scale", "int zeroPoint"], [scale, zeroOut], Quantize),
            (ElementType.UInt8, ElementType.Float32) =>
                ("Dequantize", "Bytes to floats.", ["float scale", "int zeroPoint"], [scale, zeroIn], Dequantize),
            (ElementType.UInt8, ElementType.UInt8) =>
                ("Requantize", "Bytes to bytes of another scale.", ["float scale", "int zeroPointIn", "int zeroPoint"], [scale, zeroIn, zeroOut], Requantize),
            (ElementType.Int16, ElementType.Float32) =>
                ("DequantizeShorts", "16-bit integers to floats.", ["float scale"], [scale], DequantizeShorts),
            (ElementType.Float32, ElementType.Int16) =>
                ("QuantizeShorts", "Floats to 16-bit integers.", ["float scale", "float low", "float high"], [scale, low, high], QuantizeShorts),
            (ElementType.UInt8, ElementType.Int16) =>
                ("WidenBytes", "Bytes to 16-bit integers of another scale.", ["float scale", "int zeroPoint", "float low", "float high"], [scale, zeroIn, low, high], BytesToShorts),
            (ElementType.Int16, ElementType.Int16) =>
                ("RequantizeShorts", "16-bit integers to those of another scale.", ["float scale", "float low", "float high"], [scale, low, high], ShortsToShorts),
            (ElementType.Int16, ElementType.UInt8) =>
                ("NarrowShorts", "16-bit integers to bytes of another scale.", ["float scale", "int zeroPoint"], [scale, zeroOut], ShortsToBytes),
            _ => throw new NotSupportedException($"{step.InputType} to {step.OutputType}"),
        };
    }

    private static void DequantizeShorts(IndentedWriter w, Isa isa)
    {
        for (int i = 0; i < isa.VectorsOf16; i++)
        {
            w.Line(isa.Store(ScaledShorts(isa, i), "outputAt", Literal.Int(i * isa.Lanes * 4)));
        }
    }

    private static void QuantizeShorts(IndentedWriter w, Isa isa)
    {
        string v = isa.V;
        ToShorts(w, isa, i =>
        {
            w.Line($"{v}<float> q{i} = {isa.Load("float", "inputAt", Literal.Int(i * isa.Lanes * 4))} / {v}.Create(scale);");
            return $"{v}.ConditionalSelect({v}.Equals(q{i}, q{i}), q{i}, {v}<float>.Zero)";
        });
    }

    private static void BytesToShorts(IndentedWriter w, Isa isa)
    {
        w.Line("Vector128<byte> bytes = Vector128.LoadUnsafe(ref inputAt);");
        ToShorts(w, isa, i => $"{isa.V}.ConvertToSingle({isa.Widen("bytes", i)} - {isa.V}.Create(zeroPoint)) * {isa.V}.Create(scale)");
    }

    private static void ShortsToShorts(IndentedWriter w, Isa isa) => ToShorts(w, isa, i => ScaledShorts(isa, i));

    private static void ToShorts(IndentedWriter w, Isa isa, Func<int, string> value)
    {
        for (int i = 0; i < isa.VectorsOf16; i++)
        {
            string clamped = isa.Min($"{isa.V}.Create(high)", isa.Max($"{isa.V}.Create(low)", value(i)));
            w.Line($"{isa.V}<int> r{i} = {isa.Round(clamped)};");
        }

        foreach (string statement in isa.StoreShorts(Results(isa), "outputAt"))
        {
            w.Line(statement);
        }
    }

    private static void ShortsToBytes(IndentedWriter w, Isa isa) => ToBytes(w, isa, i => ScaledShorts(isa, i));

    private static string ScaledShorts(Isa isa, int part) =>
        $"{isa.V}.ConvertToSingle({isa.LoadShorts("inputAt", Literal.Int(part * isa.Lanes * 2))}) * {isa.V}.Create(scale)";

    private static void Dequantize(IndentedWriter w, Isa isa)
    {
        w.Line("Vector128<byte> bytes = Vector128.LoadUnsafe(ref inputAt);");
        for (int i = 0; i < isa.VectorsOf16; i++)
        {
            string value = $"{isa.V}.ConvertToSingle({isa.Widen("bytes", i)} - {isa.V}.Create(zeroPoint)) * {isa.V}.Create(scale)";
            w.Line(isa.Store(value, "outputAt", Literal.Int(i * isa.Lanes * 4)));
        }
    }

    private static void Requantize(IndentedWriter w, Isa isa)
    {
        w.Line("Vector128<byte> bytes = Vector128.LoadUnsafe(ref inputAt);");
        ToBytes(w, isa, i => $"{isa.V}.ConvertToSingle({isa.Widen("bytes", i)} - {isa.V}.Create(zeroPointIn)) * {isa.V}.Create(scale)");
    }

    private static void ToBytes(IndentedWriter w, Isa isa, Func<int, string> value)
    {
        string v = isa.V;
        for (int i = 0; i < isa.VectorsOf16; i++)
        {
            string clamped = isa.Min($"{v}.Create(255f - zeroPoint)", isa.Max($"{v}.Create(0f - zeroPoint)", value(i)));
            w.Line($"{v}<int> r{i} = {isa.Round(clamped)} + {v}.Create(zeroPoint);");
        }

        w.Line($"{isa.Pack16(Results(isa))}.StoreUnsafe(ref outputAt);");
    }

    private static void Copy(ConvertStep step, StepContext context)
    {
        int size = step.InputType.SizeInBytes();
        var input = new StridedOperand("input", step.Input, size, step.StridesInput);
        var output = new StridedOperand("output", step.Output, size, step.StridesOutput);
        var loop = new StridedLoop(step.Extents.Count, [input], output);
        bool adjacent = input.Step == InnerStep.Unit && output.Step == InnerStep.Unit;
        string last = Literal.Int(step.Extents.Count - 1);
        string name = $"Copy{size}_{step.Extents.Count}{(adjacent ? "U" : "")}";
        context.Kernels.Add(name, $"Copies elements of {size} bytes.", [.. loop.Parameters()], [Isa.Portable], (w, _) => loop.Rows(w, () =>
        {
            if (adjacent)
            {
                Row(w, $"(nint)extent{last} * {size}");
                return;
            }

            string type = size switch { 1 => "byte", 2 => "ushort", 4 => "uint", _ => "ulong" };
            w.Open($"for (int i = 0; i < extent{last}; i++)");
            string value = $"Unsafe.ReadUnaligned<{type}>(ref Unsafe.Add(ref inputRow, (nint)i * inputStride{last}))";
            w.Line($"Unsafe.WriteUnaligned(ref Unsafe.Add(ref outputRow, (nint)i * outputStride{last}), {value});");
            w.Close();
        }));
        context.Call(name, loop.Arguments(step.Extents));
    }

    // A call costs more than moving a short row does; the last vector overlaps the one before.
    private static void Row(IndentedWriter w, string length)
    {
        w.Line($"nint length = {length};");
        w.Open("if (length is < 16 or > 512)");
        w.Line("Unsafe.CopyBlockUnaligned(ref outputRow, ref inputRow, (uint)length);");
        w.Line("length = 0;");
        w.Close();
        w.Line();
        w.Open("for (nint next = 0; next < length; next += 16)");
        w.Line("nint i = next < length - 16 ? next : length - 16;");
        w.Line("Vector128.LoadUnsafe(ref Unsafe.Add(ref inputRow, i)).StoreUnsafe(ref Unsafe.Add(ref outputRow, i));");
        w.Close();
    }

    private static IReadOnlyList<string> Results(Isa isa, string row = "") => [.. Enumerable.Range(0, isa.VectorsOf16).Select(i => $"r{row}{i}")];
}
