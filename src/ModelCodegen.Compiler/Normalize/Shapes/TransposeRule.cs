using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Normalize.Shapes;

/// <summary>Permuted extents.</summary>
internal static class TransposeRule
{
    public static void Infer(Node node, Transpose op, ShapeScope scope)
    {
        ImmutableArray<int> x = scope.Shape(node, 0);
        ImmutableArray<int> permutation = op.Permutation.IsEmpty ? [.. Enumerable.Range(0, x.Length).Reverse()] : op.Permutation;
        if (!permutation.Order().SequenceEqual(Enumerable.Range(0, x.Length)))
        {
            throw scope.Invalid(node, $"{ShapeArithmetic.Format(permutation)} is no permutation of {x.Length} dimensions.");
        }

        scope.Emit(node with { Operator = new Transpose(permutation) }, scope.Type(node, 0), [.. permutation.Select(d => x[d])]);
    }
}
