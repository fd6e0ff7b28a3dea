using System.Linq;
using ModelCodegen.Plan;

namespace ModelCodegen.Generator.Emit;

/// <summary>Quantization by the range that a tensor turns out to have: one pass finds it, another applies it.</summary>
internal static class DynamicQuantizeEmitter
{
    public static void Emit(DynamicQuantizeStep step, StepContext context)
    {
        (EquatableArray<int> extents, EquatableArray<int>[] strides) = LoopOrder.Best(step.Extents, step.StridesInput, step.StridesOutput);
        step = step with { Extents = extents, StridesInput = strides[0], StridesOutput = strides[1] };
        var input = new StridedOperand("input", step.Input, 4, step.StridesInput);
        var output = new StridedOperand("output", step.Output, 1, step.StridesOutput);
        var range = new StridedLoop(step.Extents.Count, [input], null);
        string rangeName = $"Range_{range.Name}";
        context.Kernels.Add(
            rangeName,
            "Finds the scale and zero point of a tensor, as DynamicQuantizeLinear does.",
            [.. range.Parameters(), "ref byte range"],
            Isa.Floats,
            (w, isa) => Range(w, isa, range));
        context.Call(rangeName, range.Arguments(step.Extents).Append(StepContext.Address(step.Parameters)));

        var loop = new StridedLoop(step.Extents.Count, [input], output);
        string name = $"QuantizeRange_{loop.Name}";
        context.Kernels.Add(
            name,
            "Floats to bytes under a scale found before.",
            [.. loop.Parameters(), "ref byte range", "ref byte buffer", "int bufferBytes"],
            Isa.Floats,
            (w, isa) =>
            {
                w.Line("float scale = Unsafe.ReadUnaligned<float>(ref range);");
                w.Line("int zeroPoint = Unsafe.ReadUnaligned<int>(ref Unsafe.Add(ref range, 4));");
                w.Line("MemoryMarshal.CreateSpan(ref buffer, bufferBytes).Fill((byte)zeroPoint);");
                loop.Write(w, () => ConvertEmitter.Quantize(w, isa));
            });
        context.Call(
            name,
            loop.Arguments(step.Extents).Concat([StepContext.Address(step.Parameters), StepContext.Address(step.Buffer), Literal.Int(step.BufferBytes)]));
    }

    private static void Range(IndentedWriter w, Isa isa, StridedLoop loop)
    {
        string f = $"{isa.V}<float>";
        for (int i = 0; i < isa.VectorsOf16; i++)
        {
            w.Line($"{f} low{i} = {f}.Zero;");
            w.Line($"{f} high{i} = {f}.Zero;");
        }

        // The buffer's remains from elements before are in the range already, and so is zero. NaN fails comparisons.
        loop.Write(w, () =>
        {
            for (int i = 0; i < isa.VectorsOf16; i++)
            {
                w.Line($"{f} x{i} = {isa.Load("float", "inputAt", Literal.Int(i * isa.Lanes * 4))};");
                w.Line($"low{i} = {isa.Min($"x{i}", $"low{i}")};");
                w.Line($"high{i} = {isa.Max($"x{i}", $"high{i}")};");
            }
        });
        for (int i = 1; i < isa.VectorsOf16; i++)
        {
            w.Line($"low0 = {isa.Min($"low{i}", "low0")};");
            w.Line($"high0 = {isa.Max($"high{i}", "high0")};");
        }

        w.Line("float low = 0f;");
        w.Line("float high = 0f;");
        w.Open($"for (int lane = 0; lane < {isa.Lanes}; lane++)");
        w.Line("low = low0.GetElement(lane) < low ? low0.GetElement(lane) : low;");
        w.Line("high = high0.GetElement(lane) > high ? high0.GetElement(lane) : high;");
        w.Close();
        w.Line();
        w.Line("float scale = high == low ? 1f : (high - low) / 255f;");
        w.Line("float zero = MathF.Round((0f - low) / scale);");
        w.Line("zero = zero > 0f ? zero < 255f ? zero : 255f : 0f;");
        w.Line("Unsafe.WriteUnaligned(ref range, scale);");
        w.Line("Unsafe.WriteUnaligned(ref Unsafe.Add(ref range, 4), (int)zero);");
    }
}
