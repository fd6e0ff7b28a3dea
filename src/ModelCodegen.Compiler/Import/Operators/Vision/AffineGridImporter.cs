using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Import.Operators.Vision;

/// <summary>AffineGrid, since operator set 20.</summary>
internal static class AffineGridImporter
{
    public static void Import(NodeReader node)
    {
        node.Expect(2, 2);
        node.Emit(new AffineGrid(node.Flag("align_corners", false)));
    }
}
