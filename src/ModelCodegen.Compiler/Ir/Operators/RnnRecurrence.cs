using ModelCodegen.Compiler.Ir.Calls;
using static ModelCodegen.Compiler.Ir.Calls.CallArgument;

namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>A simple recurrent network; see <see cref="Recurrence"/>.</summary>
/// <param name="IsReverse">See there.</param>
/// <param name="IsBatchFirst">See there.</param>
/// <param name="Clip">See there.</param>
/// <param name="Function">What gives the state.</param>
public sealed record RnnRecurrence(bool IsReverse, bool IsBatchFirst, float Clip, RecurrentFunction Function) : Recurrence(IsReverse, IsBatchFirst, Clip)
{
    /// <inheritdoc/>
    public override string Name => "RNN";

    /// <inheritdoc/>
    protected override int Gates => 1;

    /// <inheritdoc/>
    public override KernelCall Call(Operands operands) => new SpanCall(
        "RnnRecurrence",
        [operands.KernelType(0), Function.Kernel],
        [
            Read(0), Read(1), Read(2), Read(3), Write(0), Write(1), Scratch(operands.Type(0), Extents(operands).Size),
            .. Walk(operands), (double)Clip, .. Parameters(Function),
        ]);
}
