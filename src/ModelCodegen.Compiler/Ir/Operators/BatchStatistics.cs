using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir.Calls;
using ModelCodegen.Plan;
using static ModelCodegen.Compiler.Ir.Calls.CallArgument;

namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>
/// BatchNormalization in training mode: by the batch's own mean and variance. Inputs x, scale, bias, mean, variance;
/// results y and the running mean and variance.
/// </summary>
/// <param name="Epsilon">Added to the variance.</param>
/// <param name="Momentum">How much of the mean and variance stays.</param>
public sealed record BatchStatistics(float Epsilon, float Momentum) : KernelOperator
{
    /// <inheritdoc/>
    public override string Name => "BatchNormalization";

    /// <inheritdoc/>
    public override ImmutableArray<ValueInfo> Infer(Operands operands)
    {
        operands.Expect(0, type => type.IsFloat(), "a float");
        ImmutableArray<int> shape = operands.Shape(0);
        for (int i = 1; i < 5; i++)
        {
            operands.ExpectSameType(0, i);
            if (shape.Length < 2 || !operands.Shape(i).SequenceEqual([shape[1]]))
            {
                throw operands.Invalid($"Its input {i} of shape {ShapeArithmetic.Format(operands.Shape(i))} does not fit channels of {ShapeArithmetic.Format(shape)}");
            }
        }

        return [operands[0], operands[3], operands[4]];
    }

    /// <inheritdoc/>
    public override KernelCall Call(Operands operands)
    {
        (_, _, int places) = operands.Around(0, 1);
        return new SpanCall(
            "BatchStatistics",
            [operands.KernelType(0)],
            Read(0),
            Read(1),
            Read(2),
            Read(3),
            Read(4),
            Write(0),
            Write(1),
            Write(2),
            places,
            (double)Epsilon,
            (double)Momentum);
    }
}
