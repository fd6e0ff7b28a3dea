using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir.Calls;
using ModelCodegen.Plan;
using static ModelCodegen.Compiler.Ir.Calls.CallArgument;

namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>Numbers at equal distances; inputs start, limit (exclusive), delta.</summary>
public sealed record NumberRange : KernelOperator
{
    /// <inheritdoc/>
    public override string Name => "Range";

    /// <inheritdoc/>
    public override ImmutableArray<ValueInfo> Infer(Operands operands)
    {
        operands.ExpectSameType(0, 1);
        operands.ExpectSameType(0, 2);
        operands.Expect(0, type => type != ElementType.Boolean, "a number");
        Tensor[] numbers = [.. Enumerable.Range(0, 3).Select(i => operands.Known(i, "start, limit and delta")!)];
        if (numbers.Any(number => number.Length != 1))
        {
            throw operands.Invalid("Start, limit or delta is no single number");
        }

        double count = operands.Type(0).IsFloat()
            ? Math.Ceiling((numbers[1].ToDouble()[0] - numbers[0].ToDouble()[0]) / numbers[2].ToDouble()[0])
            : Count(numbers[0].ToInt64()[0], numbers[1].ToInt64()[0], numbers[2].ToInt64()[0]);
        return count <= int.MaxValue
            ? [new ValueInfo(operands.Type(0), [(int)Math.Max(count, 0)])]
            : throw operands.Invalid($"A range of {count} numbers is too long, or none");
    }

    /// <inheritdoc/>
    public override KernelCall Call(Operands operands) => new SpanCall("Range", [operands.KernelType(0)], Read(0), Read(2), Write(0));

    private static double Count(Int128 start, Int128 limit, Int128 delta) =>
        delta == 0 ? double.NaN : (double)((limit - start + delta - (delta > 0 ? 1 : -1)) / delta);
}
