using ModelCodegen.Compiler.Ir;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Lower.Operators;

/// <summary>Quantization by the range that values have at run time; its scale and zero point lie beside the bytes.</summary>
internal static class DynamicQuantizeLowering
{
    public static void Lower(LoweringContext context, Node node)
    {
        Placement input = context.Read(node.Inputs[0]);
        Placement output = context.Write(node.Output);
        Placement parameters = context.ParametersOf(node.Output);
        ArenaBuffer buffer = output.Buffer!;
        if (LoopNest.Over(output.Shape, output.Strides, LoopNest.Broadcast(input, output.Shape)) is { } loops)
        {
            context.Emit(
                () => new DynamicQuantizeStep(
                    node.Name,
                    input.Locate(),
                    output.Locate(),
                    parameters.Locate(),
                    loops.Extents,
                    loops.Strides[1],
                    loops.Strides[0],
                    Location.Arena(buffer.Offset),
                    buffer.Border is null ? 0 : buffer.Bytes),
                input,
                output,
                parameters);
        }
    }
}
