using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Import.Operators;

/// <summary>HardSwish, since operator set 14.</summary>
internal static class HardSwishImporter
{
    public static void Import(NodeReader node)
    {
        node.Expect(1, 1);
        node.Emit(new Unary(new Activation(UnaryFunction.HardSwish)));
    }
}
