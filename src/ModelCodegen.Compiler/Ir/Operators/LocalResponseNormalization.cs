using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir.Calls;
using static ModelCodegen.Compiler.Ir.Calls.CallArgument;

namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>Every element divided by a power of the squares of its neighbours in the other channels (Krizhevsky et al. 2012).</summary>
/// <param name="Size">The number of neighbouring channels.</param>
/// <param name="Alpha">The squares' factor.</param>
/// <param name="Beta">The power.</param>
/// <param name="Bias">Added to the squares.</param>
public sealed record LocalResponseNormalization(int Size, float Alpha, float Beta, float Bias) : KernelOperator
{
    /// <inheritdoc/>
    public override string Name => "LRN";

    /// <inheritdoc/>
    public override ImmutableArray<ValueInfo> Infer(Operands operands)
    {
        operands.Expect(0, Plan.ElementTypeExtensions.IsFloat, "a float");
        return operands.Shape(0).Length >= 2 ? [operands[0]] : throw operands.Invalid("Its input has no channels");
    }

    /// <inheritdoc/>
    public override KernelCall Call(Operands operands)
    {
        (int images, int channels, int pixels) = operands.Around(0, 1);
        return new SpanCall(
            "LocalResponse", [operands.KernelType(0)], Read(0), Write(0), images, channels, pixels, Size, (double)Alpha, (double)Beta, (double)Bias);
    }
}
