using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Import.Operators.Indexing;

/// <summary>Size, since operator set 1.</summary>
internal static class SizeImporter
{
    public static void Import(NodeReader node)
    {
        node.Expect(1, 1);
        node.Emit(new SizeOf());
    }
}
