using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Import.Operators;

/// <summary>HardSigmoid, since operator set 6.</summary>
internal static class HardSigmoidImporter
{
    public static void Import(NodeReader node)
    {
        node.Expect(1, 1);
        node.Emit(new Unary(new Activation(UnaryFunction.HardSigmoid, node.Float("alpha", 0.2f), node.Float("beta", 0.5f))));
    }
}
