using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Normalize.Shapes;

/// <summary>The product of a constant grid with the transposed matrices.</summary>
internal static class AffineGridRule
{
    public static void Infer(Node node, AffineGrid op, ShapeScope scope)
    {
        long[] size = scope.ConstantInput(node, 1, "a size")!.ToInt64();
        ImmutableArray<int> theta = scope.Shape(node, 0);
        int rank = size.Length - 2;
        if (rank is not (2 or 3) || size.Any(extent => extent is <= 0 or > int.MaxValue) || !theta.SequenceEqual([(int)size[0], rank, rank + 1]))
        {
            throw scope.Invalid(node, $"Matrices of shape {ShapeArithmetic.Format(theta)} give no grid for [{string.Join(",", size)}].");
        }

        int[] extents = [.. size[2..].Select(extent => (int)extent)];
        scope.CheckSize(ElementType.Float64, [.. extents, rank + 1]);
        var expansion = new NodeExpansion(node, scope);
        string transposed = expansion.Part(new Transpose([0, 2, 1]), node.Inputs[0]);
        string grid = expansion.Cast(expansion.Constant("grid", Grid(extents, op.AlignCorners)), scope.Type(node, 0));
        expansion.ReshapeInto(node.Output, expansion.Part(new MatMul(), grid, transposed), [(int)size[0], .. extents, rank]);
    }

    // Every point's coordinates, the innermost dimension's first, and 1.
    private static Tensor Grid(int[] extents, bool alignCorners)
    {
        int rank = extents.Length;
        int points = ShapeArithmetic.Length(extents);
        var grid = new float[points * (rank + 1)];
        for (int p = 0; p < points; p++)
        {
            int rest = p;
            for (int d = rank - 1; d >= 0; d--)
            {
                int i = rest % extents[d];
                rest /= extents[d];
                grid[(p * (rank + 1)) + rank - 1 - d] = (float)(alignCorners
                    ? extents[d] > 1 ? (2.0 * i / (extents[d] - 1)) - 1 : -1
                    : (((2.0 * i) + 1) / extents[d]) - 1);
            }

            grid[(p * (rank + 1)) + rank] = 1;
        }

        return Tensor.Create([points, rank + 1], grid);
    }
}
