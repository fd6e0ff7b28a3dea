using System.Collections.Generic;
using ModelCodegen.Plan;

namespace ModelCodegen.Generator.Emit;

/// <summary>Simple recurrent networks.</summary>
internal sealed class RnnKernel(RecurrenceStep step) : RecurrenceKernel(step)
{
    protected override int Gates => 1;

    protected override IReadOnlyList<(Activation Activation, string Parameters)> Functions => [(Step.Candidate, "candidate")];

    protected override void Advance(IndentedWriter w, Isa isa, KernelSet kernels)
    {
        DeclareRow(w, "totals", 1);
        w.Line(new RecurrentProduct(Blocks, Gates).Call(kernels, isa, "x", "state", "weights", "totals"));
        Units(w, isa, v => Finish(w, isa, v, Limited(isa, Functions[0], Load(isa, "totals", 0, v))));
    }
}
