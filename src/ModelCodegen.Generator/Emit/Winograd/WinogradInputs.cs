using System.Collections.Generic;
using ModelCodegen.Plan;

namespace ModelCodegen.Generator.Emit;

/// <summary>
/// Transforms the inputs of tiles to planes, one per element of a tile. Of bytes, whose sums fit 16 bits, a vector of the
/// 1st and 3rd of every 4 channels is followed by one of the 2nd and 4th.
/// </summary>
internal sealed class WinogradInputs(bool isFloat, int outputs)
{
    private static readonly IReadOnlyList<string> Parameters =
    [
        "ref byte input", "ref byte planes", "int firstTile", "int endTile", "int tilesPerRow", "int height", "int width",
        "int inputRow", "int inputPixel", "int channels", "int tileBytes", "int plane",
    ];

    public string Name => $"WinogradInputs{outputs}_{(isFloat ? "f32" : "u8")}";

    public void AddTo(KernelSet kernels) =>
        kernels.Add(Name, $"Winograd's F({outputs}x{outputs}, 3x3): inputs of each tile to planes.", Parameters, Isa.Winograd, Body);

    private void Body(IndentedWriter w, Isa isa)
    {
        int vector = isa.Lanes * 4;
        w.Line($"int bytes = channels{(isFloat ? " * 4" : "")};");
        w.Open("for (int tile = firstTile; tile < endTile; tile++)");
        WinogradOutputs.Position(w, outputs);
        w.Line("ref byte origin = ref Unsafe.Add(ref input, (nint)y * inputRow + (nint)x * inputPixel);");
        w.Line("ref byte target = ref Unsafe.Add(ref planes, (nint)(tile - firstTile) * tileBytes);");
        w.Open($"for (nint channel = 0; channel < bytes; channel += {vector})");
        for (int part = 0; part < (isFloat ? 1 : 2); part++)
        {
            Part(w, isa, part, vector);
        }

        w.Close();
        w.Close();
    }

    private void Part(IndentedWriter w, Isa isa, int part, int vector)
    {
        var transform = new WinogradTransform(isa, outputs, isFloat);
        string type = $"{isa.V}<{(isFloat ? "float" : "short")}>";
        w.Open();
        for (int x = 0; x < transform.Inputs; x++)
        {
            w.Line($"ref byte column{x} = ref Unsafe.Add(ref origin, {x} * (nint)inputPixel + channel);");
            for (int y = 0; y < transform.Inputs; y++)
            {
                string load = isa.Load(isFloat ? "float" : "byte", $"column{x}", y == 0 ? "0" : $"{y} * (nint)inputRow");
                string input = isFloat ? load : $"KernelMethods.{(part == 0 ? "Even" : "Odd")}Unsigned{isa.Lanes * 32}({load})";
                w.Line($"{type} d{y}{x} = {input};");
            }
        }

        transform.TransformInputs(w);
        w.Line(isFloat ? "ref byte at = ref Unsafe.Add(ref target, channel);" : $"ref byte at = ref Unsafe.Add(ref target, channel * 2 + {part * vector});");
        for (int y = 0; y < transform.Inputs; y++)
        {
            for (int x = 0; x < transform.Inputs; x++)
            {
                w.Line(isa.Store($"v{y}{x}", "at", "0"));
                w.Line("at = ref Unsafe.Add(ref at, plane);");
            }
        }

        w.Close();
    }
}
