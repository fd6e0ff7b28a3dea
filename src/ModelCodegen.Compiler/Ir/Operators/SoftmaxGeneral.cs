using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir.Calls;
using ModelCodegen.Plan;
using static ModelCodegen.Compiler.Ir.Calls.CallArgument;

namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>Softmax of any float type over dimensions Axis to LastAxis together, or its logarithm.</summary>
/// <param name="Axis">The first dimension; negative ones count from the end.</param>
/// <param name="LastAxis">The last dimension; negative ones count from the end.</param>
/// <param name="Logarithm">Whether the logarithm is wanted.</param>
public sealed record SoftmaxGeneral(int Axis, int LastAxis, bool Logarithm) : KernelOperator
{
    /// <inheritdoc/>
    public override string Name => Logarithm ? "LogSoftmax" : "Softmax";

    /// <inheritdoc/>
    public override ImmutableArray<ValueInfo> Infer(Operands operands)
    {
        operands.Expect(0, type => type.IsFloat(), "a float");
        operands.Around(0, Axis, LastAxis);
        return [operands[0]];
    }

    /// <inheritdoc/>
    public override KernelCall Call(Operands operands)
    {
        (_, int extent, int inner) = operands.Around(0, Axis, LastAxis);
        return new SpanCall(
            "SoftmaxGeneral", [operands.KernelType(0)], Read(0), Write(0), Scratch(ElementType.Float64, extent), extent, inner, Logarithm);
    }
}
