using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Calls;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Lower.Operators;

/// <summary>Elementwise functions of two operands, in float or in bytes.</summary>
internal static class BinaryLowering
{
    public static void Lower(LoweringContext context, Node node, Binary binary)
    {
        Operands operands = context.OperandsOf(node);
        if (context.Graph.QuantizationOf(node.Output) is null && !(operands.Type(0) == ElementType.Float32 && binary.Function.HasVectorCode()))
        {
            KernelLowering.Lower(context, node, binary.Call(operands.Type(0), operands.Type(1)), []);
            return;
        }

        Placement a = context.Read(node.Inputs[0]);
        Placement b = context.Read(node.Inputs[1]);
        Placement output = context.Write(node.Output);
        Graph graph = context.Graph;
        if (graph.QuantizationOf(node.Output) is not { } to)
        {
            Emit(context, node, binary.Function, a, b, output, binary.Activation);
            return;
        }

        Quantization first = graph.QuantizationOf(node.Inputs[0])!;
        Quantization second = graph.QuantizationOf(node.Inputs[1])!;
        (int low, int high) = Clamp.Of(binary.Activation, to);
        bool product = binary.Function == BinaryFunction.Mul;
        Emit(context, node, binary.Function, a, b, output, Activation.None, step => step with
        {
            ZeroPointA = first.ZeroPoint,
            RatioA = (float)((double)first.Scale * (product ? second.Scale : 1) / to.Scale),
            ZeroPointB = second.ZeroPoint,
            RatioB = product ? 1 : (float)((double)second.Scale / to.Scale),
            OutputZeroPoint = to.ZeroPoint,
            Low = low,
            High = high,
        });
    }

    private static void Emit(
        LoweringContext context,
        Node node,
        BinaryFunction function,
        Placement a,
        Placement b,
        Placement output,
        Activation activation,
        Func<BinaryStep, BinaryStep>? quantize = null)
    {
        if (LoopNest.Over(output.Shape, output.Strides, LoopNest.Broadcast(a, output.Shape), LoopNest.Broadcast(b, output.Shape)) is not { } loops)
        {
            return;
        }

        context.Emit(
            () =>
            {
                var step = new BinaryStep(
                    node.Name,
                    function,
                    output.Type,
                    a.Locate(),
                    b.Locate(),
                    output.Locate(),
                    loops.Extents,
                    loops.Strides[1],
                    loops.Strides[2],
                    loops.Strides[0],
                    activation);
                return quantize is null ? step : quantize(step);
            },
            a,
            b,
            output);
    }
}
