using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Import.Operators.Elementwise;

/// <summary>Swish, since operator set 24: x * sigmoid(alpha x).</summary>
internal static class SwishImporter
{
    public static void Import(NodeReader node)
    {
        node.Expect(1, 1);
        float alpha = node.Float("alpha", 1);
        node.Emit(new Unary(alpha == 1 ? new Activation(UnaryFunction.Silu) : new Activation(UnaryFunction.QuickGelu, alpha)));
    }
}
