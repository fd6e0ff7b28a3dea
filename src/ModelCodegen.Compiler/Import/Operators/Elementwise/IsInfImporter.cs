using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Import.Operators.Elementwise;

/// <summary>IsInf, since operator set 10.</summary>
internal static class IsInfImporter
{
    public static void Import(NodeReader node)
    {
        node.Expect(1, 1);
        node.Emit(new IsInfinite(node.Flag("detect_positive", true), node.Flag("detect_negative", true)));
    }
}
