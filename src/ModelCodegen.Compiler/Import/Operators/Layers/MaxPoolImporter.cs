using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Import.Operators.Layers;

/// <summary>MaxPool, since operator set 1; its indices are not supported.</summary>
internal static class MaxPoolImporter
{
    public static void Import(NodeReader node)
    {
        node.Expect(1, 1);
        node.Ignore("storage_order");
        WindowAttributes window = WindowAttributes.Read(node, kernelRequired: true, dilationsSince: 10);
        node.Emit(window.Pool(PoolFunction.Max, node.Version >= 10 && node.Flag("ceil_mode", false)));
    }
}
