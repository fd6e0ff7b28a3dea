using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Import.Operators.Counted;

/// <summary>NonMaxSuppression, since operator set 10.</summary>
internal static class NonMaxSuppressionImporter
{
    public static void Import(NodeReader node)
    {
        node.Expect(2, 5);
        node.EmitCounted(new NonMaxSuppression(node.Flag("center_point_box", false)), 1);
    }
}
