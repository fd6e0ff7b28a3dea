using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Reference.Operators;

/// <summary>Parts of a tensor.</summary>
internal static class ViewEvaluation
{
    public static Tensor Run(View op, EvaluationScope scope)
    {
        Tensor x = scope.Input(0);
        ImmutableArray<int> strides = ShapeArithmetic.Strides(x.Shape);
        int[][] terms = [.. strides.Select((stride, d) =>
            Enumerable.Range(0, scope.Output.Shape[d]).Select(i => (op.Starts[d] + (i * op.Steps[d])) * stride).ToArray())];
        return MappedCopy.Run(x, scope.Output.Shape, terms);
    }

    /// <summary>The first elements along a dimension.</summary>
    public static Tensor Cut(Tensor x, int dimension, int extent)
    {
        ImmutableArray<int> shape = x.Shape.SetItem(dimension, extent);
        ImmutableArray<int> zeros = [.. shape.Select(_ => 0)];
        var view = new View(zeros, [.. shape.Select(_ => 1)]);
        return Run(view, new EvaluationScope([x], [new ValueInfo(x.Type, shape)], null, CancellationToken.None));
    }
}
