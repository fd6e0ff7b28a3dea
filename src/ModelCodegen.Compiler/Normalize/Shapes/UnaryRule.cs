using ModelCodegen.Compiler.Ir;

namespace ModelCodegen.Compiler.Normalize.Shapes;

/// <summary>The shape stays.</summary>
internal static class UnaryRule
{
    public static void Infer(Node node, ShapeScope scope)
    {
        scope.Emit(node, scope.Type(node, 0), scope.Shape(node, 0));
    }
}
