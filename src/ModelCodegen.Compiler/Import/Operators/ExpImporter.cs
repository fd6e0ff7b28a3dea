using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Import.Operators;

/// <summary>Exp, since operator set 6.</summary>
internal static class ExpImporter
{
    public static void Import(NodeReader node)
    {
        node.Expect(1, 1);
        node.Emit(new Unary(new Activation(UnaryFunction.Exp)));
    }
}
