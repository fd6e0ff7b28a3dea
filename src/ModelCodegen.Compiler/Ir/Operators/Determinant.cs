using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir.Calls;
using ModelCodegen.Plan;
using static ModelCodegen.Compiler.Ir.Calls.CallArgument;

namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>Determinants of the square matrices in the last two dimensions.</summary>
public sealed record Determinant : KernelOperator
{
    /// <inheritdoc/>
    public override ImmutableArray<ValueInfo> Infer(Operands operands)
    {
        operands.Expect(0, type => type.IsFloat(), "a float");
        ImmutableArray<int> shape = operands.Shape(0);
        return shape.Length >= 2 && shape[^1] == shape[^2]
            ? [operands[0] with { Shape = shape[..^2] }]
            : throw operands.Invalid($"{ShapeArithmetic.Format(shape)} holds no square matrices");
    }

    /// <inheritdoc/>
    public override KernelCall Call(Operands operands)
    {
        int size = operands.Shape(0)[^1];
        return new SpanCall("Determinant", [operands.KernelType(0)], Read(0), Write(0), Scratch(ElementType.Float64, checked(size * size)), size);
    }
}
