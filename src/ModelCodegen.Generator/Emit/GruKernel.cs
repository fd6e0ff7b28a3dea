using System.Collections.Generic;
using ModelCodegen.Plan;

namespace ModelCodegen.Generator.Emit;

/// <summary>Gated recurrent units. Where the state is reset before its product, a step is two products.</summary>
internal sealed class GruKernel(RecurrenceStep step) : RecurrenceKernel(step)
{
    protected override int Gates => 3;

    protected override IReadOnlyList<(Activation Activation, string Parameters)> Functions => [(Step.Gate, "gate"), (Step.Candidate, "candidate")];

    protected override IReadOnlyList<(string Name, Location Location)> Memory => Step.Bias is { } bias ? [("bias", bias)] : [];

    protected override void Advance(IndentedWriter w, Isa isa)
    {
        string f = $"{isa.V}<float>";
        if (Step.Cell == RecurrentCell.LinearGru)
        {
            Product(w, isa, "now", "weights", [.. SumsOf(0, 2), ("bias", "unit")], (b, v) =>
            {
                string candidates = isa.Load("float", "x", $"unit + 2 * stateBytes{At(isa, b, v)}");
                w.Line($"{f} z{b}_{v} = {Limited(isa, Functions[0], $"a{b}_0_{v}")};");
                w.Line($"{f} r{b}_{v} = {Limited(isa, Functions[0], $"a{b}_1_{v}")};");
                w.Line($"{f} sum{b}_{v} = {isa.ExactFusedMultiplyAdd($"r{b}_{v}", $"a{b}_2_{v}", candidates)};");
                Mix(b, v, $"sum{b}_{v}");
            });
            return;
        }

        w.Line($"ref byte z = ref Unsafe.Add(ref scratch, {Row(2)});");
        w.Line($"ref byte reset = ref Unsafe.Add(ref scratch, {Row(3)});");
        Product(w, isa, "now", "weights", SumsOf(0, 2), (b, v) =>
        {
            string at = "unit" + At(isa, b, v);
            w.Line(isa.Store(Limited(isa, Functions[0], $"a{b}_0_{v}"), "z", at));
            w.Line(isa.Store($"{Limited(isa, Functions[0], $"a{b}_1_{v}")} * {isa.Load("float", "now", at)}", "reset", at));
        });
        w.Line();
        w.Line($"ref byte candidateWeights = ref Unsafe.Add(ref weights, (nint)size * {Row(2)});");
        Product(w, isa, "reset", "candidateWeights", SumsOf(2, 1), (b, v) =>
        {
            w.Line($"{f} z{b}_{v} = {isa.Load("float", "z", "unit" + At(isa, b, v))};");
            Mix(b, v, $"a{b}_0_{v}");
        });

        void Mix(int b, int v, string sum)
        {
            w.Line($"{f} n{b}_{v} = {Limited(isa, Functions[1], sum)};");
            string difference = $"{isa.Load("float", "now", "unit" + At(isa, b, v))} - n{b}_{v}";
            Store(w, isa, b, v, isa.ExactFusedMultiplyAdd($"z{b}_{v}", difference, $"n{b}_{v}"));
        }
    }
}
