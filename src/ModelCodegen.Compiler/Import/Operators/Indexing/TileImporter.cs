using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Import.Operators.Indexing;

/// <summary>Tile, since operator set 6.</summary>
internal static class TileImporter
{
    public static void Import(NodeReader node)
    {
        node.Expect(2, 2);
        node.Emit(new Repeat());
    }
}
