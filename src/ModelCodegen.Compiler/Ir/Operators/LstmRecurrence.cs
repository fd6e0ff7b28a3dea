using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir.Calls;
using static ModelCodegen.Compiler.Ir.Calls.CallArgument;

namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>Long short-term memory, the gates in ONNX' order (input, output, forget, cell); see <see cref="Recurrence"/>. Input 4 is
/// the cells' initial content, 5 the peepholes of the first three gates [3 * size], or one 0; result 2 is the cells' last content.</summary>
/// <param name="IsReverse">See there.</param>
/// <param name="IsBatchFirst">See there.</param>
/// <param name="Clip">See there.</param>
/// <param name="Gate">The function of the three gates.</param>
/// <param name="Candidate">The function of what may enter a cell.</param>
/// <param name="Output">The function of what leaves it.</param>
/// <param name="IsCoupled">Whether a cell forgets just as much as it takes in.</param>
public sealed record LstmRecurrence(
    bool IsReverse, bool IsBatchFirst, float Clip, RecurrentFunction Gate, RecurrentFunction Candidate, RecurrentFunction Output, bool IsCoupled)
    : Recurrence(IsReverse, IsBatchFirst, Clip)
{
    /// <inheritdoc/>
    public override string Name => "LSTM";

    /// <inheritdoc/>
    protected override int Gates => 4;

    /// <inheritdoc/>
    public override ImmutableArray<ValueInfo> Infer(Operands operands)
    {
        ImmutableArray<ValueInfo> results = base.Infer(operands);
        ExpectState(operands, 4, results[1].Shape);
        ExpectState(operands, 5, [3 * Extents(operands).Size]);
        return [.. results, results[1]];
    }

    /// <inheritdoc/>
    public override KernelCall Call(Operands operands) => new SpanCall(
        "LstmRecurrence",
        [operands.KernelType(0), Gate.Kernel, Candidate.Kernel, Output.Kernel],
        [
            Read(0), Read(1), Read(2), Read(3), Read(4), Read(5), Write(0), Write(1), Write(2), Scratch(operands.Type(0), 4 * Extents(operands).Size),
            .. Walk(operands), IsCoupled, (double)Clip, .. Parameters(Gate, Candidate, Output),
        ]);
}
