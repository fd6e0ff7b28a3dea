using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Normalize.Shapes;

/// <summary>A constant, as all shapes are known.</summary>
internal static class ShapeOfRule
{
    public static void Infer(Node node, ShapeOf op, ShapeScope scope)
    {
        ImmutableArray<int> x = scope.Shape(node, 0);
        int start = Clamp(op.Start, x.Length);
        int end = Clamp(op.End ?? x.Length, x.Length);
        long[] extents = [.. x.Skip(start).Take(end - start).Select(extent => (long)extent)];
        scope.EmitConstant(node.Output, Tensor.Create([extents.Length], extents));
    }

    private static int Clamp(int position, int rank) => Math.Clamp(position < 0 ? position + rank : position, 0, rank);
}
