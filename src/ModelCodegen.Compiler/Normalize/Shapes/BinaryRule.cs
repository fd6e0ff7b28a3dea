using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir;

namespace ModelCodegen.Compiler.Normalize.Shapes;

/// <summary>Both shapes broadcast; types are equal, and floats unless the result is known at build time.</summary>
internal static class BinaryRule
{
    public static void Infer(Node node, ShapeScope scope)
    {
        if (scope.Type(node, 0) != scope.Type(node, 1))
        {
            throw scope.Invalid(node, $"Its inputs are of type {scope.Type(node, 0)} and {scope.Type(node, 1)}.");
        }

        if (scope.Constant(node.Inputs[0]) is null || scope.Constant(node.Inputs[1]) is null)
        {
            scope.ExpectFloat(node, 0, 1);
        }

        ImmutableArray<int> a = scope.Shape(node, 0);
        ImmutableArray<int> b = scope.Shape(node, 1);
        ImmutableArray<int> shape = ShapeArithmetic.Broadcast(a, b)
            ?? throw scope.Invalid(node, $"The shapes {ShapeArithmetic.Format(a)} and {ShapeArithmetic.Format(b)} do not broadcast.");
        scope.Emit(node, scope.Type(node, 0), shape);
    }
}
