using System.Linq;
using ModelCodegen.Plan;

namespace ModelCodegen.Generator.Emit;

/// <summary>Tables of 256 bytes. With AVX-512's permutations of bytes the whole table lies in four registers.</summary>
internal static class LookupEmitter
{
    public static void Emit(LookupStep step, StepContext context)
    {
        (EquatableArray<int> extents, EquatableArray<int>[] strides) = LoopOrder.Best(step.Extents, step.StridesInput, step.StridesOutput);
        step = step with { Extents = extents, StridesInput = strides[0], StridesOutput = strides[1] };
        var input = new StridedOperand("input", step.Input, 1, step.StridesInput);
        var output = new StridedOperand("output", step.Output, 1, step.StridesOutput);
        var loop = new StridedLoop(step.Extents.Count, [input], output);
        bool adjacent = input.Step == InnerStep.Unit && output.Step == InnerStep.Unit;
        string name = $"Lookup_{loop.Name}";
        context.Kernels.Add(
            name,
            "Every byte's entry of a table.",
            [.. loop.Parameters(), "ref byte table"],
            adjacent ? [Isa.Vbmi, Isa.Portable] : [Isa.Portable],
            (w, isa) =>
            {
                if (isa == Isa.Vbmi)
                {
                    for (int i = 0; i < 4; i++)
                    {
                        w.Line($"Vector512<byte> table{i} = Vector512.LoadUnsafe(ref {Isa.At("table", Literal.Int(i * 64))});");
                    }
                }

                loop.Rows(w, () =>
                {
                    w.Line("int i = 0;");
                    if (isa == Isa.Vbmi)
                    {
                        Vectors(w, 64, "", loop);
                        Vectors(w, 16, ".GetLower().GetLower()", loop);
                    }

                    OneByOne(w, loop);
                });
            });
        context.Call(name, loop.Arguments(step.Extents).Append(StepContext.Address(step.Table)));
    }

    private static void Vectors(IndentedWriter w, int bytes, string part, StridedLoop loop)
    {
        string load = bytes == 64 ? "Vector512.LoadUnsafe(ref Unsafe.Add(ref inputRow, (nint)i))" : "Vector128.LoadUnsafe(ref Unsafe.Add(ref inputRow, (nint)i)).ToVector256Unsafe().ToVector512Unsafe()";
        w.Open($"for (; i <= extent{loop.Rank - 1} - {bytes}; i += {bytes})");
        w.Line($"Vector512<byte> x = {load};");
        w.Line("Vector512<byte> low = Avx512Vbmi.PermuteVar64x8x2(table0, x, table1);");
        w.Line("Vector512<byte> high = Avx512Vbmi.PermuteVar64x8x2(table2, x, table3);");
        w.Line("Vector512<byte> y = Vector512.ConditionalSelect(Vector512.LessThan(x.AsSByte(), Vector512<sbyte>.Zero).AsByte(), high, low);");
        w.Line($"y{part}.StoreUnsafe(ref Unsafe.Add(ref outputRow, (nint)i));");
        w.Close();
        w.Line();
    }

    private static void OneByOne(IndentedWriter w, StridedLoop loop)
    {
        string last = Literal.Int(loop.Rank - 1);
        string Next(StridedOperand operand, string i) => operand.Step == InnerStep.Unit
            ? $"Unsafe.Add(ref {operand.Name}Row, (nint){i})"
            : $"Unsafe.Add(ref {operand.Name}Row, (nint){i} * {operand.Name}Stride{last})";
        StridedOperand input = loop.Inputs[0];
        StridedOperand output = loop.Output!;
        w.Open($"for (; i <= extent{last} - 4; i += 4)");
        for (int part = 0; part < 4; part++)
        {
            string i = part == 0 ? "i" : $"(i + {part})";
            w.Line($"{Next(output, i)} = Unsafe.Add(ref table, (nint){Next(input, i)});");
        }

        w.Close();
        w.Line();
        w.Open($"for (; i < extent{last}; i++)");
        w.Line($"{Next(output, "i")} = Unsafe.Add(ref table, (nint){Next(input, "i")});");
        w.Close();
    }
}
