using System.Globalization;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Import.Operators;

/// <summary>Swish, since operator set 24.</summary>
internal static class SwishImporter
{
    public static void Import(NodeReader node)
    {
        node.Expect(1, 1);
        float alpha = node.Float("alpha", 1);
        if (alpha != 1)
        {
            throw node.Unsupported($"Swish with alpha = {alpha.ToString(CultureInfo.InvariantCulture)} is not supported, only 1 is");
        }

        node.Emit(new Unary(new Activation(UnaryFunction.Silu)));
    }
}
