using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Normalize.Shapes;

/// <summary>The product of two matrices plus a third.</summary>
internal static class GemmRule
{
    public static void Infer(Node node, Gemm op, ShapeScope scope)
    {
        scope.ExpectFloat(node, 0, 1, 2);
        ImmutableArray<int> a = scope.Shape(node, 0);
        ImmutableArray<int> b = scope.Shape(node, 1);
        if (a.Length != 2 || b.Length != 2 || a[op.TransA ? 0 : 1] != b[op.TransB ? 1 : 0])
        {
            throw scope.Invalid(node, $"{ShapeArithmetic.Format(a)} and {ShapeArithmetic.Format(b)} are no matrices that can be multiplied.");
        }

        ImmutableArray<int> shape = [a[op.TransA ? 1 : 0], b[op.TransB ? 0 : 1]];
        if (node.HasInput(2) && (ShapeArithmetic.Broadcast(scope.Shape(node, 2), shape) is not { } result || !result.SequenceEqual(shape)))
        {
            throw scope.Invalid(node, $"C of shape {ShapeArithmetic.Format(scope.Shape(node, 2))} does not broadcast to {ShapeArithmetic.Format(shape)}.");
        }

        scope.Emit(node, ElementType.Float32, shape);
    }
}
