using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Import.Operators.Layers;

/// <summary>MaxPool, since operator set 1; 8 added indices, 10 <c>ceil_mode</c> and dilations.</summary>
internal static class MaxPoolImporter
{
    public static void Import(NodeReader node)
    {
        node.Expect(1, 1);
        WindowAttributes window = WindowAttributes.Read(node, kernelRequired: true, dilationsSince: 10);
        Pool pool = window.Pool(PoolFunction.Max, node.Version >= 10 && node.Flag("ceil_mode", false));
        node.EmitAll(pool with { ColumnMajorIndices = node.Version >= 8 && node.Flag("storage_order", false) }, [node.Inputs[0]]);
    }
}
