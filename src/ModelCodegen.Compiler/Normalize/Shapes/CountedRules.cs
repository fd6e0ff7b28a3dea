using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Normalize.Shapes;

/// <summary>
/// Where a dimension whose extent depends on data goes. Operators that would mix what lies behind the count with the rest
/// are refused.
/// </summary>
internal static class CountedRules
{
    /// <summary>The results with their counted dimensions.</summary>
    public static ImmutableArray<ValueInfo> Follow(Node node, ImmutableArray<ValueInfo> results, ShapeScope scope)
    {
        CountedDimension? common = null;
        for (int i = 0; i < node.Inputs.Length; i++)
        {
            if (node.HasInput(i) && scope.Constant(node.Inputs[i]) is null && scope.Info(node.Inputs[i]).Counted is { } counted)
            {
                int? dimension = Follow(node, i, counted.Dimension, results[0].Shape, scope);
                if (dimension is null || (common is not null && common != new CountedDimension(dimension.Value, counted.Count)))
                {
                    throw scope.Unsupported(
                        node, $"{node.Operator.Name} cannot be computed with '{node.Inputs[i]}', whose extent in dimension {counted.Dimension} depends on data.");
                }

                common = dimension >= 0 ? new CountedDimension(dimension.Value, counted.Count) : common;
            }
        }

        return common is null ? results : [.. results.Select(result => result with { Counted = common })];
    }

    // The dimension of the result; -1 where it is gone, null where that is not known.
    private static int? Follow(Node node, int input, int dimension, ImmutableArray<int> result, ShapeScope scope)
    {
        ImmutableArray<int> shape = scope.Info(node.Inputs[input]).Shape;
        switch (node.Operator)
        {
            case Unary or Binary or Cast or Not or IsNaN or IsInfinite or Where or Identity or QuantizeLinear or DequantizeLinear or ShiftSign:
                return dimension + result.Length - shape.Length;
            case Reshape:
                return Reshaped(shape, dimension, result);
            case Transpose transpose:
                return transpose.Permutation.IndexOf(dimension);
            case View view when view.Starts[dimension] == 0 && view.Steps[dimension] == 1 && result[dimension] == shape[dimension]:
                return dimension;
            case Concat concat when concat.Axis != dimension:
                return dimension;
            case Gather gather when input == 1:
                return gather.Axis + dimension;
            case Gather gather:
                return dimension < gather.Axis ? dimension : dimension > gather.Axis ? dimension + result.Length - shape.Length : -1;
            case GatherND { BatchDimensions: 0 } when input == 1 && dimension < shape.Length - 1:
                return dimension;
            case Reduce reduce when !reduce.Axes.Contains(dimension):
                return reduce.KeepDimensions ? dimension : dimension - reduce.Axes.Count(axis => axis < dimension);
            case OneHot oneHot when input == 0:
                return dimension < (oneHot.Axis < 0 ? oneHot.Axis + result.Length : oneHot.Axis) ? dimension : dimension + 1;
            case MatMul or MatMulGeneral or Gemm when input == 0 && dimension < shape.Length - 1:
                return dimension;
            case Softmax softmax when dimension < softmax.Axis || dimension > softmax.LastAxis:
                return dimension;
            default:
                return null;
        }
    }

    // A dimension that keeps its extent and what stands before it.
    private static int? Reshaped(ImmutableArray<int> shape, int dimension, ImmutableArray<int> result)
    {
        long before = 1;
        for (int d = 0; d < dimension; d++)
        {
            before *= shape[d];
        }

        long product = 1;
        for (int d = 0; d < result.Length; d++)
        {
            if (product == before && result[d] == shape[dimension])
            {
                return d;
            }

            product *= result[d];
        }

        return null;
    }
}
