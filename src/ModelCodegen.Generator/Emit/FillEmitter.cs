using System.Linq;
using ModelCodegen.Plan;

namespace ModelCodegen.Generator.Emit;

/// <summary>One value everywhere.</summary>
internal static class FillEmitter
{
    public static void Emit(FillStep step, StepContext context)
    {
        bool bytes = step.Type == ElementType.UInt8;
        var output = new StridedOperand("output", step.Output, step.Type.SizeInBytes(), step.Strides);
        var loop = new StridedLoop(step.Extents.Count, [], output);
        string name = $"Fill_{(bytes ? "u8" : "f32")}_{step.Extents.Count}";
        string count = $"extent{step.Extents.Count - 1}";
        context.Kernels.Add(name, "One value everywhere.", [.. loop.Parameters(), bytes ? "byte value" : "float value"], [Isa.Portable], (w, _) => loop.Rows(w, () =>
        {
            if (bytes)
            {
                w.Line($"MemoryMarshal.CreateSpan(ref outputRow, {count}).Fill(value);");
                return;
            }

            w.Open($"for (int i = 0; i < {count}; i++)");
            w.Line("Unsafe.WriteUnaligned(ref Unsafe.Add(ref outputRow, (nint)i * 4), value);");
            w.Close();
        }));
        context.Call(name, loop.Arguments(step.Extents).Append(bytes ? Literal.Int((int)step.Value) : Literal.Float(step.Value)));
    }
}
