using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Import.Operators.Elementwise;

/// <summary>IsNaN, since operator set 9.</summary>
internal static class IsNaNImporter
{
    public static void Import(NodeReader node)
    {
        node.Expect(1, 1);
        node.Emit(new IsNaN());
    }
}
