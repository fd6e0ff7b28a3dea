using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Import.Operators;

/// <summary>Sigmoid, since operator set 6.</summary>
internal static class SigmoidImporter
{
    public static void Import(NodeReader node)
    {
        node.Expect(1, 1);
        node.Emit(new Unary(new Activation(UnaryFunction.Sigmoid)));
    }
}
