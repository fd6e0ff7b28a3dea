using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Import.Operators.Normalization;

/// <summary>InstanceNormalization, since operator set 6.</summary>
internal static class InstanceNormalizationImporter
{
    public static void Import(NodeReader node)
    {
        node.Expect(3, 3);
        node.Ignore("consumed_inputs");
        node.Emit(new ChannelNormalization(0, node.Float("epsilon", 1e-5f)));
    }
}
