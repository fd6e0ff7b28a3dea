using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Normalize.Shapes;

/// <summary>Leading dimensions broadcast; vectors are promoted to matrices and back.</summary>
internal static class MatMulRule
{
    public static void Infer(Node node, ShapeScope scope)
    {
        scope.ExpectFloat(node, 0, 1);
        ImmutableArray<int> a = scope.Shape(node, 0);
        ImmutableArray<int> b = scope.Shape(node, 1);
        if (a.IsEmpty || b.IsEmpty || a[^1] != b[b.Length == 1 ? 0 : ^2] || Batch(a, b) is not { } batch)
        {
            throw scope.Invalid(node, $"{ShapeArithmetic.Format(a)} and {ShapeArithmetic.Format(b)} cannot be multiplied.");
        }

        ImmutableArray<int> rows = a.Length == 1 ? [] : [a[^2]];
        ImmutableArray<int> columns = b.Length == 1 ? [] : [b[^1]];
        scope.Emit(node, ElementType.Float32, [.. batch, .. rows, .. columns]);
    }

    private static ImmutableArray<int>? Batch(ImmutableArray<int> a, ImmutableArray<int> b) =>
        ShapeArithmetic.Broadcast(a.Length <= 2 ? [] : a[..^2], b.Length <= 2 ? [] : b[..^2]);
}
