using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir.Calls;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>The other truth value, or the other bits of integers.</summary>
public sealed record Not : KernelOperator
{
    /// <inheritdoc/>
    public override ImmutableArray<ValueInfo> Infer(Operands operands) => [operands[0]];

    /// <inheritdoc/>
    public override KernelCall Call(Operands operands)
    {
        string type = operands.KernelType(0);
        return new ElementwiseCall([type, type, operands.Type(0) == ElementType.Boolean ? "IsZero<byte>" : $"BitwiseNot<{type}>"]);
    }
}
