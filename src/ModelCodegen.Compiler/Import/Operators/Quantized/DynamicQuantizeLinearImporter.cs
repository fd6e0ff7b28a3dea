using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Import.Operators.Quantized;

/// <summary>DynamicQuantizeLinear, since operator set 11.</summary>
internal static class DynamicQuantizeLinearImporter
{
    public static void Import(NodeReader node)
    {
        node.Expect(1, 1);
        node.EmitAll(new DynamicQuantizeLinear(), [node.Inputs[0]]);
    }
}
