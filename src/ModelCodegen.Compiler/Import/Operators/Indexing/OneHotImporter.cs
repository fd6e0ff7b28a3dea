using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Import.Operators.Indexing;

/// <summary>OneHot, since operator set 9.</summary>
internal static class OneHotImporter
{
    public static void Import(NodeReader node)
    {
        node.Expect(3, 3);
        node.Emit(new OneHot(node.Int("axis", -1)));
    }
}
