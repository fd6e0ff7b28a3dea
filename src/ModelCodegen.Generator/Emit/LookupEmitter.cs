using System.Linq;
using ModelCodegen.Plan;

namespace ModelCodegen.Generator.Emit;

/// <summary>Tables of 256 bytes.</summary>
internal static class LookupEmitter
{
    public static void Emit(LookupStep step, StepContext context)
    {
        (EquatableArray<int> extents, EquatableArray<int>[] strides) = LoopOrder.Best(step.Extents, step.StridesInput, step.StridesOutput);
        step = step with { Extents = extents, StridesInput = strides[0], StridesOutput = strides[1] };
        var input = new StridedOperand("input", step.Input, 1, step.StridesInput);
        var output = new StridedOperand("output", step.Output, 1, step.StridesOutput);
        var loop = new StridedLoop(step.Extents.Count, [input], output);
        string last = Literal.Int(step.Extents.Count - 1);
        bool adjacent = input.Step == InnerStep.Unit && output.Step == InnerStep.Unit;
        string name = $"Lookup_{loop.Name}";
        context.Kernels.Add(name, "Every byte's entry of a table.", [.. loop.Parameters(), "ref byte table"], [Isa.Portable], (w, _) =>
        {
            if (adjacent)
            {
                for (int i = 0; i < 4; i++)
                {
                    w.Line($"Vector512<byte> table{i} = Avx512Vbmi.IsSupported ? {Isa.Avx512.Load("byte", "table", Literal.Int(i * 64))} : default;");
                }
            }

            loop.Rows(w, () => Row(w, input, output, last, adjacent));
        });
        context.Call(name, loop.Arguments(step.Extents).Append(StepContext.Address(step.Table)));
    }

    private static void Row(IndentedWriter w, StridedOperand input, StridedOperand output, string last, bool adjacent)
    {
        w.Line("int i = 0;");
        if (adjacent)
        {
            // AVX-512 VBMI looks up 128 entries at once; the highest bit of each byte says in which half of the table.
            w.Open("if (Avx512Vbmi.IsSupported)");
            w.Open($"for (; i <= extent{last} - 64; i += 64)");
            w.Line($"Vector512<byte> x = {Isa.Avx512.Load("byte", "inputRow", "(nint)i")};");
            w.Line("Vector512<byte> lower = Avx512Vbmi.PermuteVar64x8x2(table0, x, table1);");
            w.Line("Vector512<byte> upper = Avx512Vbmi.PermuteVar64x8x2(table2, x, table3);");
            w.Line("Vector512.ConditionalSelect(Vector512.LessThan(x.AsSByte(), Vector512<sbyte>.Zero).AsByte(), upper, lower).StoreUnsafe(ref Unsafe.Add(ref outputRow, (nint)i));");
            w.Close();
            w.Close();
            w.Line();
        }

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

        string Next(StridedOperand operand, string i) => operand.Step == InnerStep.Unit
            ? $"Unsafe.Add(ref {operand.Name}Row, (nint){i})"
            : $"Unsafe.Add(ref {operand.Name}Row, (nint){i} * {operand.Name}Stride{last})";
    }
}
