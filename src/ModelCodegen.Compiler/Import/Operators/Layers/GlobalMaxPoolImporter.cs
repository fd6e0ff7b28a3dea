using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Import.Operators.Layers;

/// <summary>GlobalMaxPool, since operator set 1.</summary>
internal static class GlobalMaxPoolImporter
{
    public static void Import(NodeReader node)
    {
        node.Expect(1, 1);
        node.Emit(new Pool { Function = PoolFunction.Max, Global = true });
    }
}
