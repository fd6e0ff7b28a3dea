using System.Collections.Generic;
using ModelCodegen.Plan;

namespace ModelCodegen.Generator.Emit;

/// <summary>
/// Transforms 3x3 weights to planes. In a plane, groups of blocks follow each other; in a group, per input (or pair of inputs)
/// its blocks' output channels.
/// </summary>
internal sealed class WinogradWeights(bool isFloat, ElementType weightType, int outputs, WinogradTile tile)
{
    private static readonly IReadOnlyList<string> Parameters =
    [
        "ref byte weights", "ref byte planes", "int taps", "int firstTap", "int endTap", "int blocks", "int plane",
    ];

    /// <summary>What 16 output channels take of packed weights per tap: 9 elements of the window.</summary>
    public int TapBytes => 9 * ElementBytes;

    public string Name => $"WinogradWeights{outputs}_{(weightType switch { ElementType.Float32 => "f32", ElementType.Float16 => "f16", _ => isFloat ? "s8" : "u8" })}_{tile.Blocks}";

    private int ElementBytes => isFloat ? 16 * weightType.SizeInBytes() : 64;

    public void AddTo(KernelSet kernels) =>
        kernels.Add(Name, $"Winograd's F({outputs}x{outputs}, 3x3): weights to planes, {tile.Blocks * 16} output channels side by side.", Parameters, Isa.Winograd, Body);

    private void Body(IndentedWriter w, Isa isa)
    {
        int parts = isFloat ? 1 : 2;
        int together = tile.On(isa).Blocks;
        w.Line("nint target = 0;");
        w.Open($"for (int group = 0; group < blocks; group += {together})");
        w.Open($"for (int b = 0; b < {together}; b++)");
        w.Line($"int block = group < blocks - {together} ? group + b : blocks - {together} + b;");
        w.Line($"ref byte source = ref Unsafe.Add(ref weights, (nint)block * taps * {TapBytes});");
        w.Line($"ref byte blockTarget = ref Unsafe.Add(ref planes, target + b * 64);");
        w.Open("for (nint tap = firstTap; tap < endTap; tap++)");
        for (int part = 0; part < parts; part++)
        {
            for (int v = 0; v < isa.VectorsOf16; v++)
            {
                Part(w, isa, part, v, (part * together * 64) + (v * isa.Lanes * 4));
            }
        }

        w.Line($"blockTarget = ref Unsafe.Add(ref blockTarget, {parts * together * 64});");
        w.Close();
        w.Close();
        w.Line();
        w.Line($"target += (nint)(endTap - firstTap) * {parts * together * 64};");
        w.Close();
    }

    private void Part(IndentedWriter w, Isa isa, int part, int v, int offset)
    {
        var transform = new WinogradTransform(isa, outputs, isFloat);
        string type = $"{isa.V}<{(isFloat ? "float" : "short")}>";
        int bits = isa.Lanes * 32;
        w.Open();
        w.Line($"ref byte from = ref Unsafe.Add(ref source, tap * {ElementBytes});");
        for (int y = 0; y < 3; y++)
        {
            for (int x = 0; x < 3; x++)
            {
                string load = isFloat ? isa.LoadAsFloats(weightType, "from", Literal.Int(v * isa.Lanes * weightType.SizeInBytes())) : isa.Load("sbyte", "from", Literal.Int(v * isa.Lanes * 4));
                string weight = isFloat ? load : $"KernelMethods.{(part == 0 ? "Even" : "Odd")}Signed{bits}({load})";
                w.Line($"{type} g{y}{x} = {weight};");
                w.Line($"from = ref Unsafe.Add(ref from, (nint)taps * {ElementBytes});");
            }
        }

        transform.TransformWeights(w);
        w.Line($"ref byte at = ref {Isa.At("blockTarget", Literal.Int(offset))};");
        for (int y = 0; y < transform.Inputs; y++)
        {
            for (int x = 0; x < transform.Inputs; x++)
            {
                w.Line(isa.Store($"u{y}{x}", "at", "0"));
                w.Line("at = ref Unsafe.Add(ref at, plane);");
            }
        }

        w.Close();
    }
}
