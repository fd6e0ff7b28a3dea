using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Normalize.Shapes;

/// <summary>A constant.</summary>
internal static class ConstantOfShapeRule
{
    public static void Infer(Node node, ConstantOfShape op, ShapeScope scope)
    {
        Tensor shape = scope.ConstantInput(node, 0, "a shape")!;
        long[] extents = shape.ToInt64();
        if (shape.Shape.Length != 1 || extents.Any(extent => extent is < 0 or > int.MaxValue))
        {
            throw scope.Invalid(node, $"[{string.Join(",", extents)}] is no shape.");
        }

        scope.EmitFolded(node, op.Value.Type, [.. extents.Select(extent => (int)extent)]);
    }
}
