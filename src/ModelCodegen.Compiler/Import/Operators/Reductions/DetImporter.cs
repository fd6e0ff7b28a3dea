using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Import.Operators.Reductions;

/// <summary>Det, since operator set 11.</summary>
internal static class DetImporter
{
    public static void Import(NodeReader node)
    {
        node.Expect(1, 1);
        node.Emit(new Determinant());
    }
}
