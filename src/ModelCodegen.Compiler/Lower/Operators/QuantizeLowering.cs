using ModelCodegen.Compiler.Ir;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Lower.Operators;

/// <summary>Conversions between float and bytes, which change the layout on the way.</summary>
internal static class QuantizeLowering
{
    public static void Lower(LoweringContext context, Node node)
    {
        Placement input = context.Read(node.Inputs[0]);
        Placement output = context.Write(node.Output);
        if (LoopNest.Over(output.Shape, output.Strides, LoopNest.Broadcast(input, output.Shape)) is not { } loops)
        {
            return;
        }

        bool quantizes = output.Type == ElementType.UInt8;
        Quantization quantization = context.Graph.QuantizationOf(quantizes ? node.Output : node.Inputs[0])!;
        context.Emit(
            () => new ConvertStep(
                node.Name,
                quantizes ? "Quantize" : "Dequantize",
                input.Type,
                output.Type,
                input.Locate(),
                output.Locate(),
                loops.Extents,
                loops.Strides[1],
                loops.Strides[0],
                quantization.Scale,
                quantizes ? 0 : quantization.ZeroPoint,
                quantizes ? quantization.ZeroPoint : 0),
            input,
            output);
    }
}
