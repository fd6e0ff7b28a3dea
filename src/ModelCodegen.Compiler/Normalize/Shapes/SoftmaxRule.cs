using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Normalize.Shapes;

/// <summary>The shape stays; types other than 32-bit floats have a general kernel.</summary>
internal static class SoftmaxRule
{
    public static void Infer(Node node, Softmax op, ShapeScope scope)
    {
        if (scope.Type(node, 0) != ElementType.Float32)
        {
            var general = new SoftmaxGeneral(op.Axis, op.LastAxis, Logarithm: false);
            KernelOperatorRule.Infer(node with { Operator = general }, general, scope);
            return;
        }

        ImmutableArray<int> x = scope.Shape(node, 0);
        int first = scope.Axis(node, op.Axis, x.Length);
        int last = scope.Axis(node, op.LastAxis, x.Length);
        scope.Emit(node with { Operator = new Softmax(first, last) }, ElementType.Float32, x);
    }
}
