using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir.Calls;
using ModelCodegen.Plan;
using static ModelCodegen.Compiler.Ir.Calls.CallArgument;

namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>A + B cos(2 pi k / n) + C cos(4 pi k / n); its input is the number of elements.</summary>
/// <param name="A">See there.</param>
/// <param name="B">See there.</param>
/// <param name="C">See there.</param>
/// <param name="IsPeriodic">Whether n is that number, or one less, so that the last element is like the first.</param>
/// <param name="Type">The elements' type.</param>
public sealed record CosineWindow(double A, double B, double C, bool IsPeriodic, ElementType Type) : KernelOperator
{
    /// <inheritdoc/>
    public override ImmutableArray<ValueInfo> Infer(Operands operands) => [new ValueInfo(Type, [Size(operands)])];

    /// <inheritdoc/>
    public override KernelCall Call(Operands operands) =>
        new SpanCall("CosineWindow", [Type.KernelName()], Write(0), Math.Max(1, Size(operands) - (IsPeriodic ? 0 : 1)), A, B, C);

    private static int Size(Operands operands) => operands.Known(0, "a size") is { Length: 1 } tensor && tensor.ToInt64()[0] is >= 0 and <= (1 << 28) and var size
        ? (int)size
        : throw operands.Invalid("Its size is no single number, or not legal");
}
