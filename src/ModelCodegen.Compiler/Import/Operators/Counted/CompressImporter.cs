using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Import.Operators.Counted;

/// <summary>Compress, since operator set 9.</summary>
internal static class CompressImporter
{
    public static void Import(NodeReader node)
    {
        node.Expect(2, 2);
        node.EmitCounted(new SliceSelection(node.Has("axis") ? node.Int("axis", 0) : null), 1);
    }
}
