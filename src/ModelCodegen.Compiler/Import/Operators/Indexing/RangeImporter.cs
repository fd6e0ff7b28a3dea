using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Import.Operators.Indexing;

/// <summary>Range, since operator set 11.</summary>
internal static class RangeImporter
{
    public static void Import(NodeReader node)
    {
        node.Expect(3, 3);
        node.Emit(new NumberRange());
    }
}
