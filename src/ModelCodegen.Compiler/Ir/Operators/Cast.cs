using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir.Calls;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>Converts elements by value: to integers cut towards 0, to truth values whether they are not 0.</summary>
/// <param name="To">The result's type.</param>
public sealed record Cast(ElementType To) : KernelOperator
{
    /// <inheritdoc/>
    public override ImmutableArray<ValueInfo> Infer(Operands operands) => [new ValueInfo(To, operands.Shape(0))];

    /// <inheritdoc/>
    public override KernelCall Call(Operands operands)
    {
        string from = operands.KernelType(0);
        string to = To.KernelName();
        return new ElementwiseCall([from, to, To == ElementType.Boolean ? $"IsNotZero<{from}>" : $"Cast<{from},{to}>"])
        {
            Description = $"Cast to {to}",
        };
    }
}
