using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir.Calls;
using ModelCodegen.Plan;
using static ModelCodegen.Compiler.Ir.Calls.CallArgument;

namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>What the logarithms of probabilities say against the true classes; inputs x [N, C, ...], target [N, ...], weight? [C].</summary>
/// <param name="Reduction"><c>none</c>, <c>sum</c> or <c>mean</c>.</param>
/// <param name="IgnoredClass">The target that does not count.</param>
public sealed record NegativeLogLikelihood(string Reduction, int? IgnoredClass) : KernelOperator
{
    /// <inheritdoc/>
    public override ImmutableArray<ValueInfo> Infer(Operands operands)
    {
        operands.Expect(0, type => type.IsFloat(), "a float");
        operands.Expect(1, type => type is ElementType.Int32 or ElementType.Int64, "an index");
        ImmutableArray<int> x = operands.Shape(0);
        ImmutableArray<int> target = operands.Shape(1);
        if (x.Length < 2 || !target.SequenceEqual(x.RemoveAt(1)))
        {
            throw operands.Invalid($"Targets of shape {ShapeArithmetic.Format(target)} do not fit scores of shape {ShapeArithmetic.Format(x)}");
        }

        if (operands.Has(2))
        {
            operands.ExpectSameType(0, 2);
            if (!operands.Shape(2).SequenceEqual([x[1]]))
            {
                throw operands.Invalid($"Weights of shape {ShapeArithmetic.Format(operands.Shape(2))} do not fit {x[1]} classes");
            }
        }

        return [operands[0] with { Shape = Reduction == "none" ? target : [] }];
    }

    /// <inheritdoc/>
    public override KernelCall Call(Operands operands)
    {
        (_, int classes, int places) = operands.Around(0, 1);
        bool weighted = operands.Has(2);
        return new SpanCall(
            "NegativeLogLikelihood",
            [operands.KernelType(0), operands.KernelType(1)],
            Read(0),
            Read(1),
            Read(weighted ? 2 : 0),
            Write(0),
            classes,
            places,
            weighted,
            IgnoredClass is not null,
            IgnoredClass ?? 0,
            Reduction == "sum",
            Reduction == "mean");
    }
}
