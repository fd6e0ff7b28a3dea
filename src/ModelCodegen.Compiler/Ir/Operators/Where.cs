using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir.Calls;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>Elements of the second or third operand, by the first one's truth values; inputs condition, a, b, which broadcast.</summary>
public sealed record Where : KernelOperator
{
    /// <inheritdoc/>
    public override ImmutableArray<ValueInfo> Infer(Operands operands)
    {
        operands.ExpectSameType(1, 2);
        operands.Expect(0, type => type == ElementType.Boolean, "Boolean");
        ImmutableArray<int>? shape = ShapeArithmetic.Broadcast(operands.Shape(1), operands.Shape(2));
        shape = shape is { } both ? ShapeArithmetic.Broadcast(operands.Shape(0), both) : null;
        return [operands[1] with { Shape = shape ?? throw operands.Invalid("Its inputs do not broadcast") }];
    }

    /// <inheritdoc/>
    public override KernelCall Call(Operands operands)
    {
        string type = operands.KernelType(1);
        return new ElementwiseCall(["byte", type, type, type, $"Select<{type}>"]);
    }
}
