using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Normalize.Shapes;

/// <summary>A cast to the type that the value has anyway is nothing.</summary>
internal static class CastRule
{
    public static void Infer(Node node, Cast op, ShapeScope scope)
    {
        if (scope.Type(node, 0) == op.To)
        {
            scope.Emit(node with { Operator = new Identity() }, op.To, scope.Shape(node, 0));
            return;
        }

        KernelOperatorRule.Infer(node with { Operator = op }, op, scope);
    }
}
