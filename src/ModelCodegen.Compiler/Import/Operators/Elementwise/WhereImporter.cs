using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Import.Operators.Elementwise;

/// <summary>Where, since operator set 9.</summary>
internal static class WhereImporter
{
    public static void Import(NodeReader node)
    {
        node.Expect(3, 3);
        node.Emit(new Where());
    }
}
