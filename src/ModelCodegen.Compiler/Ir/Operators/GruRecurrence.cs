using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir.Calls;
using static ModelCodegen.Compiler.Ir.Calls.CallArgument;

namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>Gated recurrent units, the gates in ONNX' order (update, reset, candidate); see <see cref="Recurrence"/>. Input 4 is the
/// candidate's recurrent bias [size], or one number.</summary>
/// <param name="IsReverse">See there.</param>
/// <param name="IsBatchFirst">See there.</param>
/// <param name="Clip">See there.</param>
/// <param name="Gate">The function of both gates.</param>
/// <param name="Candidate">The candidate's function.</param>
/// <param name="LinearBeforeReset">Whether the state is multiplied by the weights before it is reset; the bias counts only then.</param>
public sealed record GruRecurrence(
    bool IsReverse, bool IsBatchFirst, float Clip, RecurrentFunction Gate, RecurrentFunction Candidate, bool LinearBeforeReset) : Recurrence(IsReverse, IsBatchFirst, Clip)
{
    /// <inheritdoc/>
    public override string Name => "GRU";

    /// <inheritdoc/>
    protected override int Gates => 3;

    /// <inheritdoc/>
    public override ImmutableArray<ValueInfo> Infer(Operands operands)
    {
        ImmutableArray<ValueInfo> results = base.Infer(operands);
        ExpectState(operands, 4, [Extents(operands).Size]);
        return results;
    }

    /// <inheritdoc/>
    public override KernelCall Call(Operands operands) => new SpanCall(
        "GruRecurrence",
        [operands.KernelType(0), Gate.Kernel, Candidate.Kernel],
        [
            Read(0), Read(1), Read(2), Read(3), Read(4), Write(0), Write(1), Scratch(operands.Type(0), 3 * Extents(operands).Size),
            .. Walk(operands), LinearBeforeReset, (double)Clip, .. Parameters(Gate, Candidate),
        ]);
}
