using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Import.Operators.Normalization;

/// <summary>LayerNormalization (since operator set 17), RMSNormalization (since 23), and com.microsoft's SimplifiedLayerNormalization, which is the latter.</summary>
internal static class LayerNormalizationImporter
{
    public static void Import(NodeReader node)
    {
        bool centered = node.OperatorName == "LayerNormalization";
        node.Expect(2, centered ? 3 : 2);
        node.Ignore("stash_type");
        var normalization = new LayerNormalization(node.Int("axis", -1), node.Float("epsilon", 1e-5f), centered);
        node.EmitAll(normalization, [node.Inputs[0], node.Inputs[1], node.HasInput(2) ? node.Inputs[2] : NoBias(node)]);
    }

    /// <summary>A bias of 0, of the first input's type.</summary>
    public static string NoBias(NodeReader node) =>
        node.EmitPart(new CastLike(), [node.Constant("bias", Tensor.Create([1], [0f])), node.Inputs[0]]);
}
