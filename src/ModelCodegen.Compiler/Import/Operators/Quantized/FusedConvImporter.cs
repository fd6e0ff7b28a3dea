using System.Collections.Immutable;
using ModelCodegen.Compiler.Import.Operators.Layers;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Import.Operators.Quantized;

/// <summary>FusedConv of com.microsoft: Conv, the sum with a fourth input, an activation.</summary>
internal static class FusedConvImporter
{
    public static void Import(NodeReader node)
    {
        node.Expect(2, 4);
        ImmutableArray<float> parameters = node.Floats("activation_params");
        Activation activation = FusedActivation.Of(node, node.Text("activation", ""), parameters.ElementAtOrDefault(0), parameters.ElementAtOrDefault(1));
        string result = node.EmitPart(ConvImporter.Attributes(node), QuantizedNode.Operands(node.Inputs[0], node.Inputs[1], node.Input(2)), ownName: true);
        result = node.HasInput(3) ? node.EmitPart(new Binary(BinaryFunction.Add), [result, node.Inputs[3]]) : result;
        node.EmitLast("/activation", new Unary(activation), [result]);
    }
}
