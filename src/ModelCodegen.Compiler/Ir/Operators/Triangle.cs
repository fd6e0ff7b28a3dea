using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir.Calls;
using static ModelCodegen.Compiler.Ir.Calls.CallArgument;

namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>The upper or lower triangles of matrices, zeros elsewhere; inputs x, diagonal?.</summary>
/// <param name="Upper">Which of them.</param>
public sealed record Triangle(bool Upper) : KernelOperator
{
    /// <inheritdoc/>
    public override string Name => "Trilu";

    /// <inheritdoc/>
    public override ImmutableArray<ValueInfo> Infer(Operands operands)
    {
        Diagonal(operands);
        return operands.Shape(0).Length >= 2 ? [operands[0]] : throw operands.Invalid($"{ShapeArithmetic.Format(operands.Shape(0))} holds no matrices");
    }

    /// <inheritdoc/>
    public override KernelCall Call(Operands operands)
    {
        ImmutableArray<int> shape = operands.Shape(0);
        return new SpanCall("Triangle", [operands.KernelType(0)], Read(0), Write(0), shape[^2], shape[^1], Diagonal(operands), Upper);
    }

    private static int Diagonal(Operands operands) => operands.Known(1, "a diagonal") is not { } diagonal ? 0
        : diagonal.Length == 1 ? (int)Math.Clamp(diagonal.ToInt64()[0], int.MinValue / 2, int.MaxValue / 2)
        : throw operands.Invalid("Its diagonal is no single number");
}
