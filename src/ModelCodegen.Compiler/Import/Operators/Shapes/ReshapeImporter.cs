using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Import.Operators.Shapes;

/// <summary>Reshape, since operator set 5; 14 added <c>allowzero</c>.</summary>
internal static class ReshapeImporter
{
    public static void Import(NodeReader node)
    {
        node.Expect(2, 2);
        node.Emit(new ReshapeTo(node.Version >= 14 && node.Flag("allowzero", false)));
    }
}
