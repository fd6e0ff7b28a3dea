using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Normalize.Shapes;

/// <summary>Leading dimensions broadcast; vectors are promoted to matrices and back. Types other than 32-bit floats have a general kernel.</summary>
internal static class MatMulRule
{
    public static void Infer(Node node, ShapeScope scope)
    {
        if (scope.Type(node, 0) != ElementType.Float32)
        {
            var general = new MatMulGeneral();
            KernelOperatorRule.Infer(node with { Operator = general }, general, scope);
            return;
        }

        scope.ExpectFloat(node, 1);
        ImmutableArray<int> a = scope.Shape(node, 0);
        ImmutableArray<int> b = scope.Shape(node, 1);
        ImmutableArray<int> shape = MatMulGeneral.ShapeOf(a, b)
            ?? throw scope.Invalid(node, $"{ShapeArithmetic.Format(a)} and {ShapeArithmetic.Format(b)} cannot be multiplied.");
        scope.Emit(node, ElementType.Float32, shape);
    }
}
