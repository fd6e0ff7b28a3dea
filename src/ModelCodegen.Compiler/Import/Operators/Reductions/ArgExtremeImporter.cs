using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Import.Operators.Reductions;

/// <summary>ArgMax and ArgMin, since operator set 1; 12 added <c>select_last_index</c>.</summary>
internal static class ArgExtremeImporter
{
    public static void Import(NodeReader node)
    {
        node.Expect(1, 1);
        bool last = node.Version >= 12 && node.Flag("select_last_index", false);
        node.Emit(new ArgExtreme(node.OperatorName == "ArgMax", node.Int("axis", 0), node.Flag("keepdims", true), last));
    }
}
