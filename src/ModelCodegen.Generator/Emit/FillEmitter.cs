using System.Linq;
using ModelCodegen.Plan;

namespace ModelCodegen.Generator.Emit;

/// <summary>One value everywhere.</summary>
internal static class FillEmitter
{
    public static void Emit(FillStep step, StepContext context)
    {
        (string kind, string type) = step.Type switch { ElementType.UInt8 => ("u8", "byte"), ElementType.Int16 => ("s16", "short"), _ => ("f32", "float") };
        int size = step.Type.SizeInBytes();
        var output = new StridedOperand("output", step.Output, size, step.Strides);
        var loop = new StridedLoop(step.Extents.Count, [], output);
        string name = $"Fill_{kind}_{step.Extents.Count}";
        string count = $"extent{step.Extents.Count - 1}";
        context.Kernels.Add(name, "One value everywhere.", [.. loop.Parameters(), $"{type} value"], [Isa.Portable], (w, _) => loop.Rows(w, () =>
        {
            if (size < 4)
            {
                string start = size == 1 ? "outputRow" : "Unsafe.As<byte, short>(ref outputRow)";
                w.Line($"MemoryMarshal.CreateSpan(ref {start}, {count}).Fill(value);");
                return;
            }

            w.Open($"for (int i = 0; i < {count}; i++)");
            w.Line($"Unsafe.WriteUnaligned(ref Unsafe.Add(ref outputRow, (nint)i * {size}), value);");
            w.Close();
        }));
        context.Call(name, loop.Arguments(step.Extents).Append(step.Type == ElementType.Float32 ? Literal.Float(step.Value) : Literal.Int((int)step.Value)));
    }
}
