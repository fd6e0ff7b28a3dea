using System.Collections.Generic;
using ModelCodegen.Plan;

namespace ModelCodegen.Generator.Emit;

/// <summary>Long short-term memory. The cells' content lies two rows behind the states, and takes turns like them.</summary>
internal sealed class LstmKernel(RecurrenceStep step) : RecurrenceKernel(step)
{
    private const int In = 0, Out = 1, Keep = 2, Candidate = 3;

    protected override int Gates => 4;

    protected override string Variant => Step.Peepholes is null ? "" : "Peepholes";

    protected override IReadOnlyList<(Activation Activation, string Parameters)> Functions =>
        [(Step.Gate, "gate"), (Step.Candidate, "candidate"), (Step.Output, "output")];

    protected override IReadOnlyList<(string Name, Location Location)> Memory => Step.Peepholes is { } peepholes
        ? [("initialCell", Step.InitialCell!.Value), ("lastCell", Step.LastCell!.Value), ("peepholes", peepholes)]
        : [("initialCell", Step.InitialCell!.Value), ("lastCell", Step.LastCell!.Value)];

    protected override void Begin(IndentedWriter w) =>
        w.Line($"Unsafe.CopyBlockUnaligned(ref Unsafe.Add(ref now, {Row(2)}), ref Unsafe.Add(ref initialCell, batch * stateBytes), (uint)stateBytes);");

    protected override void End(IndentedWriter w) =>
        w.Line($"Unsafe.CopyBlockUnaligned(ref Unsafe.Add(ref lastCell, batch * stateBytes), ref Unsafe.Add(ref now, {Row(2)}), (uint)stateBytes);");

    protected override void Advance(IndentedWriter w, Isa isa) => Product(w, isa, "now", "weights", SumsOf(0, Gates), (b, v) =>
    {
        string f = $"{isa.V}<float>";
        string at = "unit" + At(isa, b, v);
        string Sum(int gate) => $"a{b}_{gate}_{v}";
        string Name(string what) => $"{what}{b}_{v}";
        w.Line($"{f} {Name("c")} = {isa.Load("float", "now", $"{at} + {Row(2)}")};");
        w.Line($"{f} {Name("letsIn")} = {Limited(isa, Functions[0], WithPeephole(In, Name("c")))};");
        w.Line(Step.Cell == RecurrentCell.CoupledLstm
            ? $"{f} {Name("keeps")} = {isa.V}.Create(1f) - {Name("letsIn")};"
            : $"{f} {Name("keeps")} = {Limited(isa, Functions[0], WithPeephole(Keep, Name("c")))};");
        w.Line($"{f} {Name("candidate")} = {Limited(isa, Functions[1], Sum(Candidate))};");
        w.Line($"{Name("c")} = {isa.ExactFusedMultiplyAdd(Name("keeps"), Name("c"), $"{Name("letsIn")} * {Name("candidate")}")};");
        w.Line(isa.Store(Name("c"), "next", $"{at} + {Row(2)}"));
        w.Line($"{f} {Name("letsOut")} = {Limited(isa, Functions[0], WithPeephole(Out, Name("c")))};");
        Store(w, isa, b, v, $"{Name("letsOut")} * {Activations.Apply(isa, Step.Output, Name("c"), "output")}");

        string WithPeephole(int gate, string cell) => Step.Peepholes is null
            ? Sum(gate)
            : isa.ExactFusedMultiplyAdd(isa.Load("float", "peepholes", gate == 0 ? at : $"{at} + {Row(gate)}"), cell, Sum(gate));
    });
}
