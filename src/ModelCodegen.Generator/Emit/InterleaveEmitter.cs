using System;
using System.Collections.Generic;
using System.Linq;
using ModelCodegen.Plan;

namespace ModelCodegen.Generator.Emit;

/// <summary>
/// Copies and quantizations that interleave a few rows: the planes of an image become the channels of its pixels, the halves
/// of a shuffled map alternate. Rows are read 16 elements at a time and written by shuffles.
/// </summary>
internal static class InterleaveEmitter
{
    private const int MostRows = 4;
    private const int Chunk = 16;

    /// <summary>Writes the step, where it is of that kind.</summary>
    public static bool TryEmit(ConvertStep step, StepContext context)
    {
        int last = step.Extents.Count - 1;
        int rows = step.Extents[last];
        bool quantizes = (step.InputType, step.OutputType) == (ElementType.Float32, ElementType.UInt8);
        bool copies = step.InputType == step.OutputType && step.Scale == 0 && step.InputType.SizeInBytes() is 1 or 4;
        int along = Enumerable.Range(0, last)
            .Where(i => step.StridesInput[i] == 1 && step.StridesOutput[i] == rows && step.Extents[i] >= Chunk)
            .DefaultIfEmpty(-1)
            .First();
        if (rows is < 2 or > MostRows || step.StridesOutput[last] != 1 || along < 0 || !(quantizes || copies))
        {
            return false;
        }

        int input = step.InputType.SizeInBytes();
        int output = step.OutputType.SizeInBytes();
        int[] outer = [.. Enumerable.Range(0, last).Where(i => i != along)];
        string name = $"{(quantizes ? "Quantize" : "Copy" + Literal.Int(output))}Interleaved{rows}_{outer.Length}";
        List<string> parameters = ["ref byte input", "ref byte output"];
        List<string> arguments = [StepContext.Address(step.Input), StepContext.Address(step.Output)];
        for (int i = 0; i < outer.Length; i++)
        {
            parameters.AddRange([$"int extent{i}", $"int inputStride{i}", $"int outputStride{i}"]);
            arguments.AddRange(new[] { step.Extents[outer[i]], step.StridesInput[outer[i]] * input, step.StridesOutput[outer[i]] * output }.Select(Literal.Int));
        }

        parameters.AddRange(["int length", "int inputRow"]);
        arguments.AddRange([Literal.Int(step.Extents[along]), Literal.Int(step.StridesInput[last] * input)]);
        if (quantizes)
        {
            parameters.AddRange(["float scale", "int zeroPoint"]);
            arguments.AddRange([Literal.Float(step.Scale), Literal.Int(step.OutputZeroPoint)]);
        }

        string summary = (quantizes ? "Floats to bytes" : $"Copies elements of {output} bytes") + $", {rows} rows interleaved.";
        context.Kernels.Add(name, summary, parameters, quantizes ? Isa.Floats : [Isa.Portable], (w, isa) => Body(w, isa, rows, input, output, outer.Length, quantizes));
        context.Call(name, arguments);
        return true;
    }

    private static void Body(IndentedWriter w, Isa isa, int rows, int input, int output, int loops, bool quantizes)
    {
        for (int i = 0; i < loops; i++)
        {
            w.Open($"for (int i{i} = 0; i{i} < extent{i}; i{i}++)");
        }

        string Offset(string tensor) => string.Concat(Enumerable.Range(0, loops).Select(i => $" + (nint)i{i} * {tensor}Stride{i}"));
        w.Open($"for (int next = 0; next < length; next += {Chunk})");
        w.Line($"nint i = next < length - {Chunk} ? next : length - {Chunk};");
        w.Line($"ref byte from = ref Unsafe.Add(ref input, i * {input}{Offset("input")});");
        w.Line($"ref byte to = ref Unsafe.Add(ref output, i * {rows * output}{Offset("output")});");
        for (int row = 0; row < rows; row++)
        {
            w.Line($"ref byte row{row} = ref Unsafe.Add(ref from, {row} * (nint)inputRow);");
        }

        int vectors = output * Chunk / 16;
        for (int row = 0; row < rows; row++)
        {
            if (quantizes)
            {
                w.Line($"Vector128<byte> r{row}_0;");
                w.Open();
                w.Line($"r{row}_0 = {ConvertEmitter.Quantized(w, isa, $"row{row}")};");
                w.Close();
                continue;
            }

            for (int v = 0; v < vectors; v++)
            {
                w.Line($"Vector128<byte> r{row}_{v} = {Isa.Portable.Load("byte", $"row{row}", Literal.Int(v * 16))};");
            }
        }

        for (int v = 0; v < vectors; v++)
        {
            for (int part = 0; part < rows; part++)
            {
                IEnumerable<string> shuffled = Enumerable.Range(0, rows).Select(row => $"Vector128.Shuffle(r{row}_{v}, {Indices(row, part, rows, output)})");
                w.Line($"({string.Join(" | ", shuffled)}).StoreUnsafe(ref {Isa.At("to", Literal.Int(((v * rows) + part) * 16))});");
            }
        }

        w.Close();
        for (int i = 0; i < loops; i++)
        {
            w.Close();
        }
    }

    // Where the bytes of a result come from in one of the rows; 255, which gives 0, where from another.
    private static string Indices(int row, int part, int rows, int size) =>
        $"Vector128.Create((byte){string.Join(", ", Enumerable.Range(part * 16, 16).Select(at => at / size % rows == row ? Literal.Int((at / size / rows * size) + (at % size)) : "255"))})";
}
