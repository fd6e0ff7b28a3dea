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
        string name = $"Lookup_{loop.Name}";
        context.Kernels.Add(name, "Every byte's entry of a table.", [.. loop.Parameters(), "ref byte table"], [Isa.Portable], (w, _) => loop.Rows(w, () =>
        {
            string Next(StridedOperand operand, string i) => operand.Step == InnerStep.Unit
                ? $"Unsafe.Add(ref {operand.Name}Row, (nint){i})"
                : $"Unsafe.Add(ref {operand.Name}Row, (nint){i} * {operand.Name}Stride{last})";
            w.Line("int i = 0;");
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
        }));
        context.Call(name, loop.Arguments(step.Extents).Append(StepContext.Address(step.Table)));
    }
}
