using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Normalize.Shapes;

/// <summary>The axis is replaced by the indices' shape. Only of constants.</summary>
internal static class GatherRule
{
    public static void Infer(Node node, Gather op, ShapeScope scope)
    {
        ImmutableArray<int> x = scope.Shape(node, 0);
        int axis = scope.Axis(node, op.Axis, x.Length);
        ImmutableArray<int> shape = [.. x[..axis], .. scope.Shape(node, 1), .. x[(axis + 1)..]];
        scope.EmitFolded(node with { Operator = new Gather(axis) }, scope.Type(node, 0), shape);
    }
}
