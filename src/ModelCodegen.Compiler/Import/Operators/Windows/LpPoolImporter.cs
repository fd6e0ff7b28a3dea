using AttributeType = ModelCodegen.Compiler.Import.Protobuf.AttributeProto.Types.AttributeType;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Import.Operators.Windows;

/// <summary>LpPool and GlobalLpPool, since operator set 1; 2 made the exponent whole, 18 added <c>ceil_mode</c> and dilations.</summary>
internal static class LpPoolImporter
{
    public static void Import(NodeReader node)
    {
        node.Expect(1, 1);
        WindowAttributes window = WindowAttributes.Read(node, kernelRequired: true, dilationsSince: 18);
        Pool pool = window.Pool(PoolFunction.Average, node.Version >= 18 && node.Flag("ceil_mode", false));
        node.Emit(pool with { Exponent = Exponent(node) });
    }

    public static void ImportGlobal(NodeReader node)
    {
        node.Expect(1, 1);
        node.Emit(new Pool { Global = true, Exponent = Exponent(node) });
    }

    private static double Exponent(NodeReader node)
    {
        double exponent = node.Version < 2 ? node.Find("p", AttributeType.Float)?.F ?? 2 : node.Int("p", 2);
        return exponent > 0 ? exponent : throw node.Invalid($"the attribute 'p' is {exponent}");
    }
}
