using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Normalize.Shapes;

/// <summary>Both shapes broadcast; types are equal, but for powers.</summary>
internal static class BinaryRule
{
    public static void Infer(Node node, ShapeScope scope)
    {
        BinaryFunction function = ((Binary)node.Operator).Function;
        if (function != BinaryFunction.Pow && scope.Type(node, 0) != scope.Type(node, 1))
        {
            throw scope.Invalid(node, $"Its inputs are of type {scope.Type(node, 0)} and {scope.Type(node, 1)}.");
        }

        ImmutableArray<int> a = scope.Shape(node, 0);
        ImmutableArray<int> b = scope.Shape(node, 1);
        ImmutableArray<int> shape = ShapeArithmetic.Broadcast(a, b)
            ?? throw scope.Invalid(node, $"The shapes {ShapeArithmetic.Format(a)} and {ShapeArithmetic.Format(b)} do not broadcast.");
        scope.Emit(node, function.IsComparison() ? ElementType.Boolean : scope.Type(node, 0), shape);
    }
}
