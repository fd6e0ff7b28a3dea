using System;
using System.Collections.Generic;
using System.Linq;

namespace ModelCodegen.Generator.Emit;

/// <summary>
/// The kernel that multiplies a state by recurrent weights: some blocks of 16 units at a time, all gates of a unit side by side.
/// It is a method of its own, where sums need not share registers with the constants of functions.
/// </summary>
/// <param name="Blocks">Blocks of 16 units.</param>
/// <param name="Gates">Sums per unit.</param>
/// <param name="HasBias">Whether the last gate's sums begin with a bias instead of x.</param>
internal sealed record RecurrentProduct(int Blocks, int Gates, bool HasBias = false)
{
    // So many sums hide the latency of the additions to them; more streams of weights would only disturb each other.
    private const int BusyLanes = 48;

    private string Name => $"RecurrentProduct_{Gates}x{Blocks}{(HasBias ? "Bias" : "")}";

    /// <summary>Adds an instruction set's kernel, and gives a call of it.</summary>
    /// <param name="kernels">Where the kernel goes.</param>
    /// <param name="isa">The instruction set of the caller.</param>
    /// <param name="x">A reference to what the sums begin with.</param>
    /// <param name="state">The state's row.</param>
    /// <param name="weights">A reference to the weights.</param>
    /// <param name="totals">A reference to where the sums go, gate by gate, rows of whole blocks.</param>
    public string Call(KernelSet kernels, Isa isa, string x, string state, string weights, string totals)
    {
        string method = $"{Name}_{isa.Name}";
        kernels.Add(
            method,
            $"A state times recurrent weights, for {Gates} sums of each of {Blocks * 16} units.",
            ["ref byte x", .. HasBias ? ["ref byte bias"] : Array.Empty<string>(), "ref byte state", "ref byte weights", "ref byte totals", "int size", "bool back"],
            [isa],
            Body);
        return $"KernelMethods.{method}(ref {x}, {(HasBias ? "ref bias, " : "")}ref {state}, ref {weights}, ref {totals}, size, (t & 1) != 0);";
    }

    private void Body(IndentedWriter w, Isa isa)
    {
        int together = Together(isa);
        (int Block, int Gate, int Vector)[] sums =
        [
            .. from b in Enumerable.Range(0, together) from g in Enumerable.Range(0, Gates) from v in Enumerable.Range(0, isa.VectorsOf16) select (b, g, v),
        ];

        // Steps go over the blocks there and back, so that each begins with weights that the last one left in the first-level
        // cache. The last blocks overlap those before where they do not fill up.
        int last = Blocks - together;
        (string there, string back) = Blocks % together == 0 ? ("nextBlock", $"{last} - nextBlock") : ($"Math.Min(nextBlock, {last})", $"Math.Max({last} - nextBlock, 0)");
        w.Line("nint stateBytes = (nint)size * 4;");
        w.Open($"for (int nextBlock = 0; nextBlock < {Blocks}; nextBlock += {together})");
        w.Line($"nint unit = (nint)(back ? {back} : {there}) * 64;");
        for (int b = 0; b < together; b++)
        {
            w.Line($"ref byte weights{b} = ref Unsafe.Add(ref weights, {(b == 0 ? "unit" : $"(unit + {b * 64})")} * size * {Gates});");
        }

        foreach ((int b, int g, int v) in sums)
        {
            (string from, int row) = HasBias && g == Gates - 1 ? ("bias", 0) : ("x", g);
            string start = row switch { 0 => "unit", 1 => "unit + stateBytes", _ => $"unit + {row} * stateBytes" };
            w.Line($"{isa.V}<float> {Sum(b, g, v)} = {isa.Load("float", from, Plus(start, (b * 64) + (v * isa.Lanes * 4)))};");
        }

        w.Line("nint weight = 0;");
        w.Open("for (nint k = 0; k < stateBytes; k += 4)");
        w.Line($"{isa.V}<float> h = {isa.Broadcast("float", "state", "k")};");
        foreach ((int b, int g, int v) in sums)
        {
            string load = isa.Load("float", $"weights{b}", Plus("weight", (g * 64) + (v * isa.Lanes * 4)));
            w.Line($"{Sum(b, g, v)} = {isa.ExactFusedMultiplyAdd("h", load, Sum(b, g, v))};");
        }

        w.Line($"weight += {Gates * 64};");
        w.Close();
        w.Line();
        foreach ((int b, int g, int v) in sums)
        {
            w.Line(isa.Store(Sum(b, g, v), "totals", Plus("unit", (((g * Blocks) + b) * 64) + (v * isa.Lanes * 4))));
        }

        w.Close();
    }

    private int Together(Isa isa)
    {
        int Cost(int together) => (Blocks + together - 1) / together * Math.Max(together * Gates * isa.VectorsOf16, BusyLanes / isa.Lanes);
        return Enumerable.Range(1, Blocks)
            .Where(together => together == 1 || together * Gates * isa.VectorsOf16 <= isa.FloatAccumulators)
            .OrderBy(Cost)
            .First();
    }

    private static string Sum(int block, int gate, int vector) => $"a{block}_{gate}_{vector}";

    private static string Plus(string offset, int bytes) => bytes == 0 ? offset : $"{offset} + {bytes}";
}
