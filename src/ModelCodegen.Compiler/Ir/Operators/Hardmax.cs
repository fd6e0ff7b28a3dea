using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir.Calls;
using ModelCodegen.Plan;
using static ModelCodegen.Compiler.Ir.Calls.CallArgument;

namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>1 at the first largest element over dimensions Axis to LastAxis together, 0 elsewhere.</summary>
/// <param name="Axis">The first dimension; negative ones count from the end.</param>
/// <param name="LastAxis">The last dimension; negative ones count from the end.</param>
public sealed record Hardmax(int Axis, int LastAxis) : KernelOperator
{
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
        return new SpanCall("Hardmax", [operands.KernelType(0)], Read(0), Write(0), extent, inner);
    }
}
