using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Import.Operators.Layers;

/// <summary>AveragePool, since operator set 7; 10 added <c>ceil_mode</c>, 19 dilations.</summary>
internal static class AveragePoolImporter
{
    public static void Import(NodeReader node)
    {
        node.Expect(1, 1);
        WindowAttributes window = WindowAttributes.Read(node, kernelRequired: true, dilationsSince: 19);
        PoolFunction function = node.Flag("count_include_pad", false) ? PoolFunction.AverageIncludingPad : PoolFunction.Average;
        node.Emit(window.Pool(function, node.Version >= 10 && node.Flag("ceil_mode", false)));
    }
}
