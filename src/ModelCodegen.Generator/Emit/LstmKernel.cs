using System.Collections.Generic;
using ModelCodegen.Plan;

namespace ModelCodegen.Generator.Emit;

/// <summary>Long short-term memory.</summary>
internal sealed class LstmKernel(RecurrenceStep step) : RecurrenceKernel(step)
{
    private const int In = 0, Out = 1, Keep = 2, Candidate = 3;
    private const int CellRow = 1, TotalsRow = 2;

    protected override int Gates => 4;

    protected override string Variant => Step.Peepholes is null ? "" : "Peepholes";

    protected override IReadOnlyList<(Activation Activation, string Parameters)> Functions =>
        [(Step.Gate, "gate"), (Step.Candidate, "candidate"), (Step.Output, "output")];

    protected override IReadOnlyList<(string Name, Location Location)> Memory => Step.Peepholes is { } peepholes
        ? [("initialCell", Step.InitialCell!.Value), ("lastCell", Step.LastCell!.Value), ("peepholes", peepholes)]
        : [("initialCell", Step.InitialCell!.Value), ("lastCell", Step.LastCell!.Value)];

    protected override void Begin(IndentedWriter w)
    {
        DeclareRow(w, "cell", CellRow);
        w.Line("Unsafe.CopyBlockUnaligned(ref cell, ref Unsafe.Add(ref initialCell, batch * stateBytes), (uint)stateBytes);");
    }

    protected override void End(IndentedWriter w) =>
        w.Line("Unsafe.CopyBlockUnaligned(ref Unsafe.Add(ref lastCell, batch * stateBytes), ref cell, (uint)stateBytes);");

    protected override void Advance(IndentedWriter w, Isa isa, KernelSet kernels)
    {
        string f = $"{isa.V}<float>";
        DeclareRow(w, "totals", TotalsRow);
        w.Line(new RecurrentProduct(Blocks, Gates).Call(kernels, isa, "x", "state", "weights", "totals"));
        Units(w, isa, v =>
        {
            w.Line($"{f} c{v} = {Load(isa, "cell", 0, v)};");
            w.Line($"{f} letsIn{v} = {Limited(isa, Functions[0], WithPeephole(In, v))};");
            w.Line(Step.Cell == RecurrentCell.CoupledLstm
                ? $"{f} keeps{v} = {isa.V}.Create(1f) - letsIn{v};"
                : $"{f} keeps{v} = {Limited(isa, Functions[0], WithPeephole(Keep, v))};");
            w.Line($"{f} candidate{v} = {Limited(isa, Functions[1], Load(isa, "totals", Candidate, v))};");
            w.Line($"c{v} = {isa.ExactFusedMultiplyAdd($"keeps{v}", $"c{v}", $"letsIn{v} * candidate{v}")};");
            w.Line(Store(isa, $"c{v}", "cell", v));
            w.Line($"{f} letsOut{v} = {Limited(isa, Functions[0], WithPeephole(Out, v))};");
            Finish(w, isa, v, $"letsOut{v} * {Activations.Apply(isa, Step.Output, $"c{v}", "output")}");
        });

        // Peepholes of the first three gates have rows in their order.
        string WithPeephole(int gate, int v) => Step.Peepholes is null
            ? Load(isa, "totals", gate, v)
            : isa.ExactFusedMultiplyAdd(Load(isa, "peepholes", gate, v), $"c{v}", Load(isa, "totals", gate, v));
    }
}
