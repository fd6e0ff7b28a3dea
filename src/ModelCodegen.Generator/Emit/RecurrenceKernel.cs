using System;
using System.Collections.Generic;
using System.Linq;
using ModelCodegen.Plan;

namespace ModelCodegen.Generator.Emit;

/// <summary>
/// The kernel of a recurrent network: sequences, steps, and in each step a product of the state by the recurrent weights, then
/// what the cell makes of its sums, 16 units at a time. Scratch memory is rows of whole blocks of 16 units: first the state.
/// </summary>
internal abstract class RecurrenceKernel(RecurrenceStep step)
{
    /// <summary>The kernel's name.</summary>
    public string Name =>
        $"{Step.Cell}_{Blocks}{(IsPartial ? "Part" : "")}{Variant}{(HasClip ? "Clip" : "")}{(Step.Lengths is null ? "" : "Lengths")}"
        + string.Concat(Functions.Select(static f => "_" + Activations.Name(f.Activation)));

    /// <summary>The step, of which names and literals are taken.</summary>
    protected RecurrenceStep Step { get; } = step;

    /// <summary>Blocks of 16 units.</summary>
    protected int Blocks => (Step.Size + 15) / 16;

    /// <summary>How many sums there are per state.</summary>
    protected abstract int Gates { get; }

    /// <summary>The cell's functions and the names of their parameters.</summary>
    protected abstract IReadOnlyList<(Activation Activation, string Parameters)> Functions { get; }

    /// <summary>Memory that only this cell has: names of parameters and their arguments.</summary>
    protected virtual IReadOnlyList<(string Name, Location Location)> Memory => [];

    /// <summary>What else of the cell is literal, a part of the name.</summary>
    protected virtual string Variant => "";

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
        (w, isa) => Body(w, isa, kernels));

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

    /// <summary>Writes a step: from <c>x</c> and <c>state</c> to <c>state</c> and <c>y</c>.</summary>
    protected abstract void Advance(IndentedWriter w, Isa isa, KernelSet kernels);

    /// <summary>Writes what happens after a sequence's last step, beyond the state.</summary>
    protected virtual void End(IndentedWriter w)
    {
    }

    /// <summary>Names a row of scratch memory.</summary>
    protected void DeclareRow(IndentedWriter w, string name, int row) => w.Line($"ref byte {name} = ref Unsafe.Add(ref scratch, {Row(row)});");

    /// <summary>The bytes of so many rows.</summary>
    protected string Row(int rows) => Literal.Int(rows * Blocks * 64);

    /// <summary>Writes a loop over all units: takes code for each vector, whose first unit is at byte <c>unit</c> plus its own.</summary>
    protected void Units(IndentedWriter w, Isa isa, Action<int> compute)
    {
        w.Open($"for (nint unit = 0; unit < {Row(1)}; unit += 64)");
        for (int v = 0; v < isa.VectorsOf16; v++)
        {
            compute(v);
        }

        w.Close();
    }

    /// <summary>The byte of a vector in a row.</summary>
    protected static string At(Isa isa, int vector) => vector == 0 ? "unit" : $"unit + {vector * isa.Lanes * 4}";

    /// <summary>Loads a vector of units from one of several rows that begin at a reference.</summary>
    protected string Load(Isa isa, string rows, int row, int vector) =>
        isa.Load("float", rows, At(isa, vector) + (row == 0 ? "" : $" + {Row(row)}"));

    /// <summary>A function of a sum, which is limited before.</summary>
    protected string Limited(Isa isa, (Activation Activation, string Parameters) function, string sum) => Activations.Apply(
        isa, function.Activation, HasClip ? isa.Min($"{isa.V}.Create(clip)", isa.Max($"{isa.V}.Create(-clip)", sum)) : sum, function.Parameters);

    /// <summary>Stores a vector of units in a row of scratch memory.</summary>
    protected static string Store(Isa isa, string vector, string row, int v) => isa.Store(vector, row, At(isa, v));

    /// <summary>Writes a vector of new states into both rows.</summary>
    protected void Finish(IndentedWriter w, Isa isa, int v, string value)
    {
        w.Line($"{isa.V}<float> h{v} = {value};");
        w.Line(Store(isa, $"h{v}", "state", v));
        w.Line(IsPartial
            ? $"KernelMethods.StoreWords{isa.Lanes * 32}(h{v}.AsInt32(), ref Unsafe.Add(ref y, {At(isa, v)}), (int)((stateBytes - ({At(isa, v)})) >> 2));"
            : Store(isa, $"h{v}", "y", v));
    }

    private void Body(IndentedWriter w, Isa isa, KernelSet kernels)
    {
        w.Line("nint stateBytes = (nint)size * 4;");
        w.Line("ref byte state = ref scratch;");
        w.Open("for (int batch = 0; batch < batches; batch++)");
        w.Line("Unsafe.CopyBlockUnaligned(ref state, ref Unsafe.Add(ref initialState, batch * stateBytes), (uint)stateBytes);");
        Begin(w);
        w.Line(Step.Lengths is null
            ? "int length = time;"
            : "int length = Math.Min(Math.Max(Unsafe.ReadUnaligned<int>(ref Unsafe.Add(ref lengths, (nint)batch * 4)), 0), time);");
        w.Open("for (int t = 0; t < length; t++)");
        w.Line("nint row = (nint)(reverse ? length - 1 - t : t) * timeStep + (nint)batch * batchStep;");
        w.Line($"ref byte x = ref Unsafe.Add(ref sums, row * stateBytes{(Gates == 1 ? "" : $" * {Gates}")});");
        w.Line("ref byte y = ref Unsafe.Add(ref states, row * stateBytes);");
        Advance(w, isa, kernels);
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

        w.Line("Unsafe.CopyBlockUnaligned(ref Unsafe.Add(ref lastState, batch * stateBytes), ref state, (uint)stateBytes);");
        End(w);
        w.Close();
    }
}
