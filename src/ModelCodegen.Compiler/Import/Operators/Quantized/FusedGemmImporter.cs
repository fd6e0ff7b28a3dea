using ModelCodegen.Compiler.Import.Operators.Layers;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Import.Operators.Quantized;

/// <summary>FusedGemm of com.microsoft: Gemm and an activation.</summary>
internal static class FusedGemmImporter
{
    public static void Import(NodeReader node)
    {
        node.Expect(2, 3);
        node.Ignore("activation_gamma");
        Activation activation = FusedActivation.Of(node, node.Text("activation", ""), node.Float("activation_alpha", 0), node.Float("activation_beta", 0));
        string result = node.EmitPart(GemmImporter.Attributes(node), QuantizedNode.Operands(node.Inputs[0], node.Inputs[1], node.Input(2)), ownName: true);
        node.EmitLast("/activation", new Unary(activation), [result]);
    }
}
