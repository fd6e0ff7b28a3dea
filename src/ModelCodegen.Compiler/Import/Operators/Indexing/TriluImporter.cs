using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Import.Operators.Indexing;

/// <summary>Trilu, since operator set 14.</summary>
internal static class TriluImporter
{
    public static void Import(NodeReader node)
    {
        node.Expect(1, 2);
        node.Emit(new Triangle(node.Flag("upper", true)));
    }
}
