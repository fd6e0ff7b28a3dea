using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Import.Operators.Reductions;

/// <summary>CumSum, since operator set 11.</summary>
internal static class CumSumImporter
{
    public static void Import(NodeReader node)
    {
        node.Expect(2, 2);
        node.Emit(new CumSum(node.Flag("exclusive", false), node.Flag("reverse", false)));
    }
}
