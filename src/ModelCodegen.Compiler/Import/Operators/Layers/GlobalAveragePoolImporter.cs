using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Import.Operators.Layers;

/// <summary>GlobalAveragePool, since operator set 1.</summary>
internal static class GlobalAveragePoolImporter
{
    public static void Import(NodeReader node)
    {
        node.Expect(1, 1);
        node.Emit(new Pool { Function = PoolFunction.Average, Global = true });
    }
}
