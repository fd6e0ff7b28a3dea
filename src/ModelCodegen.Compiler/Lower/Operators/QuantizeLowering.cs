using ModelCodegen.Compiler.Ir;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Lower.Operators;

/// <summary>Conversions between float and integers, which change the layout on the way.</summary>
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

        Quantization? from = context.Graph.QuantizationOf(node.Inputs[0]);
        Quantization? to = context.Graph.QuantizationOf(node.Output);
        float scale = from is null ? to!.Scale : to is null ? from.Scale : (float)((double)from.Scale / to.Scale);
        context.Emit(
            () => new ConvertStep(
                node.Name,
                from is null ? "Quantize" : to is null ? "Dequantize" : "Requantize",
                input.Type,
                output.Type,
                input.Locate(),
                output.Locate(),
                loops.Extents,
                loops.Strides[1],
                loops.Strides[0],
                scale,
                from?.ZeroPoint ?? 0,
                to?.ZeroPoint ?? 0,
                to?.Low ?? 0,
                to?.High ?? 255),
            input,
            output);
    }
}
