using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Import.Operators.Normalization;

/// <summary>com.microsoft's SkipLayerNormalization and SkipSimplifiedLayerNormalization: layer normalization of input + skip + bias,
/// the sum being the fourth result.</summary>
internal static class SkipLayerNormalizationImporter
{
    public static void Import(NodeReader node)
    {
        bool centered = node.OperatorName == "SkipLayerNormalization";
        node.Expect(3, centered ? 5 : 4);
        int bias = centered ? 4 : 3;
        string sum = node.EmitPart(new Binary(BinaryFunction.Add), [node.Inputs[0], node.Inputs[1]]);
        if (node.HasInput(bias))
        {
            sum = node.EmitPart(new Binary(BinaryFunction.Add), [sum, node.Inputs[bias]]);
        }

        string beta = centered && node.HasInput(3) ? node.Inputs[3] : LayerNormalizationImporter.NoBias(node);
        node.EmitAll(new LayerNormalization(-1, node.Float("epsilon", centered ? 1e-12f : 1e-5f), centered), [sum, node.Inputs[2], beta], results: 3);
        node.EmitOutput(3, new Identity(), [sum]);
    }
}
