using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Import.Operators.Reductions;

/// <summary>Einsum, since operator set 12.</summary>
internal static class EinsumImporter
{
    public static void Import(NodeReader node)
    {
        node.Expect(1, int.MaxValue);
        node.Emit(new Einsum(node.Text("equation", "")));
    }
}
