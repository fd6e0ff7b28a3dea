using System;
using System.Collections.Generic;
using System.Linq;
using ModelCodegen.Plan;

namespace ModelCodegen.Generator.Emit;

/// <summary>
/// The kernel of a recurrent network: sequences, steps, and in each step the product of the last state by the recurrent
/// weights, some blocks of 16 units at a time, whose sums become states in registers. Of the state there are two rows in
/// turn, since all blocks need the last one.
/// </summary>
internal abstract class RecurrenceKernel(RecurrenceStep step)
{
    // So many sums hide the latency of the additions to them; more streams of weights would only disturb each other.
    private const int BusyLanes = 64;

    /// <summary>The kernel's name.</summary>
    public string Name =>
        $"{Step.Cell}_{Blocks}{(IsPartial ? "Part" : "")}{Variant}{(HasClip ? "Clip" : "")}{(Step.Lengths is null ? "" : "Lengths")}"
        + string.Concat(Functions.Select(static f => "_" + Activations.Name(f.Activation)));

    /// <summary>The step, of which names and literals are taken.</summary>
    protected RecurrenceStep Step { get; } = step;

    /// <summary>How many sums there are per state.</summary>
    protected abstract int Gates { get; }

    /// <summary>The cell's functions and the names of their parameters.</summary>
    protected abstract IReadOnlyList<(Activation Activation, string Parameters)> Functions { get; }

    /// <summary>Memory that only this cell has: names of parameters and their arguments.</summary>
    protected virtual IReadOnlyList<(string Name, Location Location)> Memory => [];

    /// <summary>What else of the cell is literal, a part of the name.</summary>
    protected virtual string Variant => "";

    private int Blocks => (Step.Size + 15) / 16;

    private bool IsPartial => Step.Size % 16 != 0;

    private bool HasClip => !float.IsPositiveInfinity(Step.Clip);

    private IEnumerable<(string Name, Location Location)> AllMemory =>
    [
        ("sums", Step.Sums), ("weights", Step.Weights), ("initialState", Step.InitialState), ("states", Step.States),
        ("lastState", Step.LastState), ("scratch", Step.Scratch), .. Step.Lengths is { } lengths ? [("lengths", lengths)] : Array.Empty<(string, Location)>(), .. Memory,
    ];

    public void AddTo(KernelSet kernels) => kernels.Add(
        Name,
        $"A recurrent network ({Step.Cell}) of {(IsPartial ? "up to " : "")}{Blocks * 16} states.",
        [
            .. AllMemory.Select(static m => "ref byte " + m.Name),
            "int time", "int batches", "int timeStep", "int batchStep", "int size", "bool reverse",
            .. HasClip ? ["float clip"] : Array.Empty<string>(),
            .. Functions.SelectMany(static f => Activations.Parameters(f.Activation, f.Parameters)),
        ],
        Isa.Floats,
        Body);

    /// <summary>The arguments of a call.</summary>
    public IEnumerable<string> Arguments() =>
    [
        .. AllMemory.Select(static m => StepContext.Address(m.Location)),
        .. new[] { Step.Time, Step.Batches, Step.TimeStep, Step.BatchStep, Step.Size }.Select(Literal.Int),
        Step.IsReverse ? "true" : "false",
        .. HasClip ? [Literal.Float(Step.Clip)] : Array.Empty<string>(),
        .. Functions.SelectMany(static f => Activations.Arguments(f.Activation)).Select(Literal.Float),
    ];

    /// <summary>Writes what happens before a sequence's first step, beyond the state.</summary>
    protected virtual void Begin(IndentedWriter w)
    {
    }

    /// <summary>Writes a step: from <c>x</c> and the state <c>now</c> to <c>next</c> and <c>y</c>.</summary>
    protected abstract void Advance(IndentedWriter w, Isa isa);

    /// <summary>Writes what happens after a sequence's last step, beyond the state.</summary>
    protected virtual void End(IndentedWriter w)
    {
    }

    /// <summary>
    /// Writes the products of a state by weights, and what becomes of the sums: these are called <c>a{block}_{gate}_{vector}</c>,
    /// where <c>unit</c> is the byte of the first block's first unit in a row of states.
    /// </summary>
    /// <param name="w">Takes the code.</param>
    /// <param name="isa">The instruction set.</param>
    /// <param name="state">The state's row.</param>
    /// <param name="weights">The weights.</param>
    /// <param name="starts">What the sums of each gate begin with: a reference, and the byte behind it of <c>unit</c> 0.</param>
    /// <param name="finish">Writes what follows for a block and one of its vectors.</param>
    protected void Product(IndentedWriter w, Isa isa, string state, string weights, IReadOnlyList<(string Row, string Offset)> starts, Action<int, int> finish)
    {
        int gates = starts.Count;
        int together = Together(isa, gates);
        w.Open($"for (int nextBlock = 0; nextBlock < {Blocks}; nextBlock += {together})");
        w.Line($"nint unit = (nint)((t & 1) == 0 ? {There(together)} : {Back(together)}) * 64;");
        for (int b = 0; b < together; b++)
        {
            w.Line($"ref byte weights{b} = ref Unsafe.Add(ref {weights}, {(b == 0 ? "unit" : $"(unit + {b * 64})")} * size * {gates});");
            for (int g = 0; g < gates; g++)
            {
                for (int v = 0; v < isa.VectorsOf16; v++)
                {
                    w.Line($"{isa.V}<float> a{b}_{g}_{v} = {isa.Load("float", starts[g].Row, starts[g].Offset + At(isa, b, v))};");
                }
            }
        }

        w.Line("nint weight = 0;");
        w.Open("for (nint k = 0; k < stateBytes; k += 4)");
        w.Line($"{isa.V}<float> h = {isa.Broadcast("float", state, "k")};");
        for (int b = 0; b < together; b++)
        {
            for (int g = 0; g < gates; g++)
            {
                for (int v = 0; v < isa.VectorsOf16; v++)
                {
                    int offset = (g * 64) + (v * isa.Lanes * 4);
                    string load = isa.Load("float", $"weights{b}", offset == 0 ? "weight" : $"weight + {offset}");
                    w.Line($"a{b}_{g}_{v} = {isa.ExactFusedMultiplyAdd("h", load, $"a{b}_{g}_{v}")};");
                }
            }
        }

        w.Line($"weight += {gates * 64};");
        w.Close();
        w.Line();
        for (int b = 0; b < together; b++)
        {
            for (int v = 0; v < isa.VectorsOf16; v++)
            {
                finish(b, v);
            }
        }

        w.Close();
    }

    /// <summary>Where <see cref="Product"/> finds the sums of gates in <c>x</c>.</summary>
    protected static IReadOnlyList<(string Row, string Offset)> SumsOf(int first, int count) =>
        [.. Enumerable.Range(first, count).Select(static g => ("x", g switch { 0 => "unit", 1 => "unit + stateBytes", _ => $"unit + {g} * stateBytes" }))];

    /// <summary>The byte in a row of states, behind <c>unit</c>, of a vector of a block.</summary>
    protected static string At(Isa isa, int block, int vector) => (block * 64) + (vector * isa.Lanes * 4) is var bytes and not 0 ? $" + {bytes}" : "";

    /// <summary>A function of a sum, which is limited before.</summary>
    protected string Limited(Isa isa, (Activation Activation, string Parameters) function, string sum) => Activations.Apply(
        isa, function.Activation, HasClip ? isa.Min($"{isa.V}.Create(clip)", isa.Max($"{isa.V}.Create(-clip)", sum)) : sum, function.Parameters);

    /// <summary>Writes the new states of a block's vector into both rows.</summary>
    protected void Store(IndentedWriter w, Isa isa, int block, int vector, string value)
    {
        string at = "unit" + At(isa, block, vector);
        w.Line($"{isa.V}<float> h{block}_{vector} = {value};");
        w.Line(isa.Store($"h{block}_{vector}", "next", at));
        w.Line(IsPartial
            ? $"KernelMethods.StoreWords{isa.Lanes * 32}(h{block}_{vector}.AsInt32(), ref Unsafe.Add(ref y, {at}), size - (int)({at}) / 4);"
            : isa.Store($"h{block}_{vector}", "y", at));
    }

    // Steps go over the blocks there and back, so that each begins with weights that the last one left in the first-level
    // cache. The last blocks overlap those before where they do not fill up.
    private string There(int together) => Blocks % together == 0 ? "nextBlock" : $"Math.Min(nextBlock, {Blocks - together})";

    private string Back(int together) => Blocks % together == 0 ? $"{Blocks - together} - nextBlock" : $"Math.Max({Blocks - together} - nextBlock, 0)";

    private int Together(Isa isa, int gates)
    {
        int Cost(int together) => (Blocks + together - 1) / together * Math.Max(together * gates * isa.VectorsOf16, BusyLanes / isa.Lanes);
        return Enumerable.Range(1, Blocks)
            .Where(together => together == 1 || together * gates * isa.VectorsOf16 <= isa.FloatAccumulators)
            .OrderBy(Cost)
            .First();
    }

    private void Body(IndentedWriter w, Isa isa)
    {
        w.Line("nint stateBytes = (nint)size * 4;");
        w.Open("for (int batch = 0; batch < batches; batch++)");
        w.Line("ref byte now = ref scratch;");
        w.Line($"ref byte next = ref Unsafe.Add(ref scratch, {Blocks * 64});");
        w.Line("Unsafe.CopyBlockUnaligned(ref now, ref Unsafe.Add(ref initialState, batch * stateBytes), (uint)stateBytes);");
        Begin(w);
        w.Line(Step.Lengths is null
            ? "int length = time;"
            : "int length = Math.Min(Math.Max(Unsafe.ReadUnaligned<int>(ref Unsafe.Add(ref lengths, (nint)batch * 4)), 0), time);");
        w.Open("for (int t = 0; t < length; t++)");
        w.Line("nint row = (nint)(reverse ? length - 1 - t : t) * timeStep + (nint)batch * batchStep;");
        w.Line($"ref byte x = ref Unsafe.Add(ref sums, row * stateBytes{(Gates == 1 ? "" : $" * {Gates}")});");
        w.Line("ref byte y = ref Unsafe.Add(ref states, row * stateBytes);");
        Advance(w, isa);
        w.Line();
        w.Line("ref byte swap = ref now;");
        w.Line("now = ref next;");
        w.Line("next = ref swap;");
        w.Close();
        w.Line();
        if (Step.Lengths is not null)
        {
            w.Open("for (int t = length; t < time; t++)");
            w.Line("nint row = (nint)t * timeStep + (nint)batch * batchStep;");
            w.Line("Unsafe.InitBlockUnaligned(ref Unsafe.Add(ref states, row * stateBytes), 0, (uint)stateBytes);");
            w.Close();
            w.Line();
        }

        w.Line("Unsafe.CopyBlockUnaligned(ref Unsafe.Add(ref lastState, batch * stateBytes), ref now, (uint)stateBytes);");
        End(w);
        w.Close();
    }

    /// <summary>The byte of the row of scratch memory that lies so many rows behind one of the states.</summary>
    protected string Row(int rows) => Literal.Int(rows * Blocks * 64);
}
