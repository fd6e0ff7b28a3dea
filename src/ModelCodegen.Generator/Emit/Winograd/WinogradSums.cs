using System.Collections.Generic;
using System.Linq;
using ModelCodegen.Plan;

namespace ModelCodegen.Generator.Emit;

/// <summary>
/// Multiplies inputs and weights in each plane and adds them up, for some taps; a plane of sums is
/// [tile][block][16 channels].
/// </summary>
internal sealed class WinogradSums(bool isFloat, int planes, WinogradTile tile)
{
    private static readonly IReadOnlyList<string> Parameters =
    [
        "ref byte inputPlanes", "ref byte weightPlanes", "ref byte sumPlanes", "int tiles", "int firstTap", "int endTap", "int blocks",
        "int tileBytes", "int inputPlane", "int weightPlane", "int sumPlane",
    ];

    public string Name => $"WinogradSums{planes}_{(isFloat ? "f32" : "u8")}_{tile.Tiles}x{tile.Blocks}";

    private string Type => isFloat ? "float" : "int";

    private string Operand => isFloat ? "float" : "short";

    private int Parts => isFloat ? 1 : 2;

    public void AddTo(KernelSet kernels) => kernels.Add(
        Name, $"Winograd: sums of products in {planes} planes, {tile.Tiles} tiles x {tile.Blocks * 16} output channels at a time.", Parameters, Isa.Winograd, Body);

    private void Body(IndentedWriter w, Isa isa)
    {
        WinogradTile shape = tile.On(isa);
        w.Open($"for (int next = 0; next < tiles; next += {shape.Tiles})");
        for (int p = 0; p < shape.Tiles; p++)
        {
            w.Line($"nint tile{p} = {(p == 0 ? "next" : $"next + {p} < tiles ? next + {p} : tiles - 1")};");
        }

        w.Line("ref byte groupWeights = ref weightPlanes;");
        w.Open($"for (int group = 0; group < blocks; group += {shape.Blocks})");
        w.Line($"nint first = group < blocks - {shape.Blocks} ? group : blocks - {shape.Blocks};");
        w.Open($"for (nint plane = 0; plane < {planes}; plane++)");
        Plane(w, isa, shape);
        w.Close();
        w.Line();
        w.Line($"groupWeights = ref Unsafe.Add(ref groupWeights, (nint)(endTap - firstTap) * {Parts * shape.Blocks * 64});");
        w.Close();
        w.Close();
    }

    private void Plane(IndentedWriter w, Isa isa, WinogradTile shape)
    {
        string[][] sums = [.. Enumerable.Range(0, shape.Tiles).Select(p => Enumerable.Range(0, shape.Blocks * isa.VectorsOf16).Select(i => $"a{p}_{i}").ToArray())];
        w.Line("ref byte planeInputs = ref Unsafe.Add(ref inputPlanes, plane * inputPlane);");
        w.Line("ref byte u = ref Unsafe.Add(ref groupWeights, plane * weightPlane);");
        w.Line("ref byte planeSums = ref Unsafe.Add(ref sumPlanes, plane * sumPlane + first * 64);");
        for (int p = 0; p < shape.Tiles; p++)
        {
            w.Line($"ref byte x{p} = ref Unsafe.Add(ref planeInputs, tile{p} * tileBytes);");
            foreach (string sum in sums[p])
            {
                w.Line($"{isa.V}<{Type}> {sum} = default;");
            }
        }

        w.Open("if (firstTap > 0)");
        Transfer((sum, place) => $"{sum} = {isa.Load(Type, "sum", place)};");
        w.Close();
        w.Line();
        if (isFloat)
        {
            w.Open("for (nint tap = (nint)firstTap * 4; tap < (nint)endTap * 4; tap += 4)");
            Products(w, isa, shape, sums, 0);
        }
        else
        {
            // Inputs lie vector by vector: one of the 1st and 3rd of every 4 channels, one of the 2nd and 4th.
            w.Open($"for (int from = firstTap; from < endTap;)");
            w.Line($"int until = (from | {isa.Lanes - 1}) + 1;");
            w.Line("until = until < endTap ? until : endTap;");
            w.Line($"nint tap = ((nint)from & ~{isa.Lanes - 1}) * 8 + ((nint)from & {isa.Lanes - 1}) * 4;");
            w.Line("nint end = tap + (until - from) * 4;");
            w.Line("from = until;");
            w.Open("for (; tap < end; tap += 4)");
            Products(w, isa, shape, sums, 0);
            Products(w, isa, shape, sums, 1);
        }

        w.Line($"u = ref Unsafe.Add(ref u, {Parts * shape.Blocks * 64});");
        w.Close();
        if (!isFloat)
        {
            w.Close();
        }

        w.Line();
        Transfer((sum, place) => isa.Store(sum, "sum", place));

        void Transfer(System.Func<string, string, string> line)
        {
            for (int p = 0; p < shape.Tiles; p++)
            {
                w.Open();
                w.Line($"ref byte sum = ref Unsafe.Add(ref planeSums, tile{p} * blocks * 64);");
                for (int i = 0; i < sums[p].Length; i++)
                {
                    w.Line(line(sums[p][i], Literal.Int(i * isa.Lanes * 4)));
                }

                w.Close();
            }
        }
    }

    private void Products(IndentedWriter w, Isa isa, WinogradTile shape, string[][] sums, int part)
    {
        w.Open();
        for (int i = 0; i < shape.Blocks * isa.VectorsOf16; i++)
        {
            w.Line($"{isa.V}<{Operand}> w{i} = {isa.Load(Operand, "u", Literal.Int((part * shape.Blocks * 64) + (i * isa.Lanes * 4)))};");
        }

        for (int p = 0; p < shape.Tiles; p++)
        {
            w.Line($"{isa.V}<{Operand}> v{p} = {isa.Broadcast(Operand, $"x{p}", part == 0 ? "tap" : $"tap + {isa.Lanes * 4}")};");
            for (int i = 0; i < sums[p].Length; i++)
            {
                string sum = sums[p][i];
                w.Line($"{sum} = {(isFloat ? isa.FusedMultiplyAdd($"v{p}", $"w{i}", sum) : $"{sum} + {isa.MultiplyAddPairs($"v{p}", $"w{i}")}")};");
            }
        }

        w.Close();
    }
}
