using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir.Calls;
using static ModelCodegen.Compiler.Ir.Calls.CallArgument;

namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>Everything from a dimension on to mean 0 and variance 1, times scale plus bias (Ba et al. 2016); without centering, RMS
/// normalization (Zhang and Sennrich 2019). Inputs x, scale, bias; results y, means, 1 / deviations.</summary>
/// <param name="Axis">The first normalized dimension; negative ones count from the end.</param>
/// <param name="Epsilon">Added to the variance.</param>
/// <param name="IsCentered">Whether the mean is taken off.</param>
public sealed record LayerNormalization(int Axis, float Epsilon, bool IsCentered) : KernelOperator
{
    /// <inheritdoc/>
    public override string Name => IsCentered ? "LayerNormalization" : "RMSNormalization";

    /// <inheritdoc/>
    public override ImmutableArray<ValueInfo> Infer(Operands operands)
    {
        ImmutableArray<int> shape = operands.Shape(0);
        int axis = operands.Axis(Axis, shape.Length);
        operands.Expect(0, Plan.ElementTypeExtensions.IsFloat, "a float");
        operands.ExpectSameType(0, 1);
        operands.ExpectSameType(0, 2);
        int length = ShapeArithmetic.Length(shape[axis..]);
        if (operands.Length(1) is var scales && scales != 1 && scales != length || operands.Length(2) is var biases && biases != 1 && biases != length)
        {
            throw operands.Unsupported($"Its scale of shape {ShapeArithmetic.Format(operands.Shape(1))} and bias of shape {ShapeArithmetic.Format(operands.Shape(2))} are neither one number nor as large as what is normalized");
        }

        ValueInfo perRow = operands[0] with { Shape = [.. shape.Select((extent, d) => d < axis ? extent : 1)] };
        return [operands[0], perRow, perRow];
    }

    /// <inheritdoc/>
    public override KernelCall Call(Operands operands)
    {
        ImmutableArray<int> shape = operands.Shape(0);
        int axis = operands.Axis(Axis, shape.Length);
        int length = ShapeArithmetic.Length(shape[axis..]);
        return new SpanCall(
            "Standardize",
            [operands.KernelType(0)],
            Read(0),
            Read(1),
            Read(2),
            Write(0),
            Write(1),
            Write(2),
            ShapeArithmetic.Length(shape[..axis]),
            length,
            (double)Epsilon,
            IsCentered,
            1,
            0,
            1,
            operands.Length(1) == 1 ? 0 : 1,
            operands.Length(2) == 1 ? 0 : 1);
    }
}
