using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Import.Operators;

/// <summary>LeakyRelu, since operator set 6.</summary>
internal static class LeakyReluImporter
{
    public static void Import(NodeReader node)
    {
        node.Expect(1, 1);
        node.Emit(new Unary(new Activation(UnaryFunction.LeakyRelu, node.Float("alpha", 0.01f))));
    }
}
