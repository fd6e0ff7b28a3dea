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
            // A span's Fill, like a block's initialization, would have to be compiled in each process.
            w.Line("Vector128<byte> block = Vector128.Create(value).AsByte();");
            w.Line($"nint length = (nint){count} * {size};");
            w.Open($"for (nint i = 0; i < length && length < 16; i += {size})");
            w.Line("Unsafe.WriteUnaligned(ref Unsafe.Add(ref outputRow, i), value);");
            w.Close();
            w.Line();
            w.Open("for (nint next = 0; next < length && length >= 16; next += 16)");
            w.Line("nint i = next < length - 16 ? next : length - 16;");
            w.Line("block.StoreUnsafe(ref Unsafe.Add(ref outputRow, i));");
            w.Close();
        }));
        context.Call(name, loop.Arguments(step.Extents).Append(step.Type == ElementType.Float32 ? Literal.Float(step.Value) : Literal.Int((int)step.Value)));
    }
}
