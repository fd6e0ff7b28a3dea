using System.Collections.Generic;
using ModelCodegen.Plan;

namespace ModelCodegen.Generator.Emit;

/// <summary>Gated recurrent units. Where the state is reset before its product, a step is two products.</summary>
internal sealed class GruKernel(RecurrenceStep step) : RecurrenceKernel(step)
{
    private const int ResetRow = 1, TotalsRow = 2;
    private const int Update = 0, Reset = 1, Candidate = 2;

    protected override int Gates => 3;

    protected override IReadOnlyList<(Activation Activation, string Parameters)> Functions => [(Step.Gate, "gate"), (Step.Candidate, "candidate")];

    protected override IReadOnlyList<(string Name, Location Location)> Memory => Step.Bias is { } bias ? [("bias", bias)] : [];

    protected override void Advance(IndentedWriter w, Isa isa, KernelSet kernels)
    {
        DeclareRow(w, "totals", TotalsRow);
        if (Step.Cell == RecurrentCell.LinearGru)
        {
            w.Line(new RecurrentProduct(Blocks, Gates, HasBias: true).Call(kernels, isa, "x", "state", "weights", "totals"));
            Units(w, isa, v =>
            {
                w.Line($"{isa.V}<float> r{v} = {Gate(isa, Reset, v)};");
                string x = isa.Load("float", "x", $"{At(isa, v)} + 2 * stateBytes");
                Mix(w, isa, v, isa.ExactFusedMultiplyAdd($"r{v}", Load(isa, "totals", Candidate, v), x));
            });
            return;
        }

        w.Line(new RecurrentProduct(Blocks, 2).Call(kernels, isa, "x", "state", "weights", "totals"));
        DeclareRow(w, "reset", ResetRow);
        Units(w, isa, v => w.Line(Store(isa, $"{Gate(isa, Reset, v)} * {Load(isa, "state", 0, v)}", "reset", v)));
        w.Line();
        w.Line(new RecurrentProduct(Blocks, 1).Call(
            kernels, isa, "Unsafe.Add(ref x, 2 * stateBytes)", "reset", $"Unsafe.Add(ref weights, (nint)size * {Row(2)})", $"Unsafe.Add(ref totals, {Row(Candidate)})"));
        Units(w, isa, v => Mix(w, isa, v, Load(isa, "totals", Candidate, v)));
    }

    private string Gate(Isa isa, int gate, int v) => Limited(isa, Functions[0], Load(isa, "totals", gate, v));

    private void Mix(IndentedWriter w, Isa isa, int v, string sum)
    {
        w.Line($"{isa.V}<float> z{v} = {Gate(isa, Update, v)};");
        w.Line($"{isa.V}<float> n{v} = {Limited(isa, Functions[1], sum)};");
        Finish(w, isa, v, isa.ExactFusedMultiplyAdd($"z{v}", $"{Load(isa, "state", 0, v)} - n{v}", $"n{v}"));
    }
}
