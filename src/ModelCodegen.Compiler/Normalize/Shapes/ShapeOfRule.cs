using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Normalize.Shapes;

/// <summary>A constant, as all shapes are known; but for extents that depend on data.</summary>
internal static class ShapeOfRule
{
    public static void Infer(Node node, ShapeOf op, ShapeScope scope)
    {
        ImmutableArray<int> x = scope.Shape(node, 0);
        int start = Clamp(op.Start, x.Length);
        int end = Clamp(op.End ?? x.Length, x.Length);
        long[] extents = [.. x.Skip(start).Take(end - start).Select(extent => (long)extent)];
        if (scope.Constant(node.Inputs[0]) is null && scope.Info(node.Inputs[0]).Counted is { } counted && counted.Dimension >= start && counted.Dimension < end)
        {
            EmitCounted(node, counted, start, extents, scope);
            return;
        }

        scope.EmitConstant(node.Output, Tensor.Create([extents.Length], extents));
    }

    // The known extents, with the count in its place.
    private static void EmitCounted(Node node, CountedDimension counted, int start, long[] extents, ShapeScope scope)
    {
        string count = scope.NewName(node.Output + "/count");
        scope.Emit(new Node(count, new Reshape(), [counted.Count], [count]), ElementType.Int64, [1]);
        List<string> parts = [];
        for (int d = 0; d < extents.Length; d++)
        {
            if (d == counted.Dimension - start)
            {
                parts.Add(count);
                continue;
            }

            string extent = scope.NewName(node.Output + "/extent");
            scope.EmitConstant(extent, Tensor.Create([1], [extents[d]]));
            parts.Add(extent);
        }

        scope.Emit(node with { Operator = new Concat(0), Inputs = [.. parts] }, ElementType.Int64, [extents.Length]);
    }

    private static int Clamp(int position, int rank) => Math.Clamp(position < 0 ? position + rank : position, 0, rank);
}
