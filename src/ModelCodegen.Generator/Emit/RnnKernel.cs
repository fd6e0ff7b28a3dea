using System.Collections.Generic;
using ModelCodegen.Plan;

namespace ModelCodegen.Generator.Emit;

/// <summary>Simple recurrent networks.</summary>
internal sealed class RnnKernel(RecurrenceStep step) : RecurrenceKernel(step)
{
    protected override int Gates => 1;

    protected override IReadOnlyList<(Activation Activation, string Parameters)> Functions => [(Step.Candidate, "candidate")];

    protected override void Advance(IndentedWriter w, Isa isa) =>
        Product(w, isa, "now", "weights", SumsOf(0, 1), (b, v) => Store(w, isa, b, v, Limited(isa, Functions[0], $"a{b}_0_{v}")));
}
