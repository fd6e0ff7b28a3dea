using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir.Calls;
using ModelCodegen.Plan;
using static ModelCodegen.Compiler.Ir.Calls.CallArgument;

namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>Weights that turn a spectrum into bands on the mel scale; inputs: the number of bands, the transform's length, the sample
/// rate, the lowest and the highest frequency.</summary>
/// <param name="Type">The weights' type.</param>
public sealed record MelWeights(ElementType Type) : KernelOperator
{
    private const int Largest = 1 << 28;

    /// <inheritdoc/>
    public override string Name => "MelWeightMatrix";

    /// <inheritdoc/>
    public override ImmutableArray<ValueInfo> Infer(Operands operands)
    {
        double[] numbers = Numbers(operands);
        bool legal = numbers[0] is >= 1 and <= Largest && numbers[1] is >= 1 and <= Largest && numbers[0] * numbers[1] <= Largest
            && numbers[2] > 0 && numbers[3] >= 0 && numbers[4] >= numbers[3];
        return legal
            ? [new ValueInfo(Type, [((int)numbers[1] / 2) + 1, (int)numbers[0]])]
            : throw operands.Invalid($"[{string.Join(", ", numbers)}] are no number of bands, transform length, sample rate and range of frequencies");
    }

    /// <inheritdoc/>
    public override KernelCall Call(Operands operands)
    {
        double[] numbers = Numbers(operands);
        return new SpanCall("MelWeights", [Type.KernelName()], Write(0), (int)numbers[0], (int)numbers[1], numbers[2], numbers[3], numbers[4]);
    }

    private static double[] Numbers(Operands operands) =>
    [
        .. Enumerable.Range(0, 5).Select(i => operands.Known(i, "numbers") is { Length: 1 } number
            ? number.ToDouble()[0]
            : throw operands.Invalid($"Its input {i} is no single number")),
    ];
}
