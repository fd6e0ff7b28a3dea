using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Reference.Operators;

/// <summary>Permutes dimensions.</summary>
internal static class TransposeEvaluation
{
    public static Tensor Run(Transpose op, EvaluationScope scope)
    {
        Tensor x = scope.Input(0);
        ImmutableArray<int> strides = ShapeArithmetic.Strides(x.Shape);
        int[][] terms = [.. op.Permutation.Select(d => Enumerable.Range(0, x.Shape[d]).Select(i => i * strides[d]).ToArray())];
        return MappedCopy.Run(x, scope.Output.Shape, terms);
    }
}
