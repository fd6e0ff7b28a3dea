using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Import.Operators.Shapes;

/// <summary>Shape, since operator set 1; 15 added <c>start</c> and <c>end</c>.</summary>
internal static class ShapeImporter
{
    public static void Import(NodeReader node)
    {
        node.Expect(1, 1);
        bool sliced = node.Version >= 15;
        node.Emit(new ShapeOf(sliced ? node.Int("start", 0) : 0, sliced && node.Has("end") ? node.Int("end", 0) : null));
    }
}
