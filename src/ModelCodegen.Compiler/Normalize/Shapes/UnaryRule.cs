using ModelCodegen.Compiler.Ir;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Normalize.Shapes;

/// <summary>The shape stays.</summary>
internal static class UnaryRule
{
    public static void Infer(Node node, ShapeScope scope)
    {
        scope.ExpectFloat(node, 0);
        scope.Emit(node, ElementType.Float32, scope.Shape(node, 0));
    }
}
