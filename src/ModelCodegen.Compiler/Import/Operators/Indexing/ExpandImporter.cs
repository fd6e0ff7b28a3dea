using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Import.Operators.Indexing;

/// <summary>Expand, since operator set 8.</summary>
internal static class ExpandImporter
{
    public static void Import(NodeReader node)
    {
        node.Expect(2, 2);
        node.Emit(new Expand());
    }
}
