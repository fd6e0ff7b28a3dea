using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Reference.Operators;

namespace ModelCodegen.Compiler.Normalize.Shapes;

/// <summary>Only of constants.</summary>
internal static class SliceRule
{
    public static void Infer(Node node, ShapeScope scope)
    {
        SliceEvaluation.Ranges(
            scope.Shape(node, 0),
            scope.ConstantInput(node, 1, "starts")!,
            scope.ConstantInput(node, 2, "ends")!,
            scope.ConstantInput(node, 3, "axes"),
            scope.ConstantInput(node, 4, "steps"),
            out ImmutableArray<int> shape);
        scope.EmitFolded(node, scope.Type(node, 0), shape);
    }
}
