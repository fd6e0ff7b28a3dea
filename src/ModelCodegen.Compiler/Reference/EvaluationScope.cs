using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir;

namespace ModelCodegen.Compiler.Reference;

/// <summary>What an operator's evaluation sees: its operands, what its result must be, and the quantization of both.</summary>
/// <param name="Inputs">The operands; <see langword="null"/> where one is omitted.</param>
/// <param name="Outputs">Types and shapes of the results.</param>
/// <param name="InputQuantization">The first operand's quantization, if it has one.</param>
/// <param name="Cancel">Cancels long computations.</param>
internal sealed record EvaluationScope(ImmutableArray<Tensor?> Inputs, ImmutableArray<ValueInfo> Outputs, Quantization? InputQuantization, CancellationToken Cancel)
{
    /// <summary>Type and shape of the first result.</summary>
    public ValueInfo Output => Outputs[0];

    /// <summary>An operand that must be there.</summary>
    public Tensor Input(int index) => Inputs[index]!;

    /// <summary>An operand that may be omitted.</summary>
    public Tensor? Optional(int index) => index < Inputs.Length ? Inputs[index] : null;
}
