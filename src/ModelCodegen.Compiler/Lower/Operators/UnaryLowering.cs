using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Compiler.Reference;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Lower.Operators;

/// <summary>Functions of one element: computed in float, looked up in bytes.</summary>
internal static class UnaryLowering
{
    public static void Lower(LoweringContext context, Node node, Unary unary)
    {
        if (context.Graph.QuantizationOf(node.Output) is null
            && !(context.Graph.Values[node.Output].Type == ElementType.Float32 && unary.Activation.Function.HasVectorCode()))
        {
            KernelLowering.Lower(context, node, unary.Call(context.Graph.Values[node.Output].Type), []);
            return;
        }

        Placement input = context.Read(node.Inputs[0]);
        Placement output = context.Write(node.Output);
        if (LoopNest.Over(output.Shape, output.Strides, LoopNest.Broadcast(input, output.Shape)) is not { } loops)
        {
            return;
        }

        Graph graph = context.Graph;
        Location? table = graph.QuantizationOf(node.Inputs[0]) is { } from && graph.QuantizationOf(node.Output) is { } to
            ? context.Weights.Add<byte>(Table(unary, from, to))
            : null;
        context.Emit(
            () => table is { } location
                ? new LookupStep(node.Name, unary.Name, input.Locate(), location, output.Locate(), loops.Extents, loops.Strides[1], loops.Strides[0])
                : new UnaryStep(node.Name, unary.Activation, input.Locate(), output.Locate(), loops.Extents, loops.Strides[1], loops.Strides[0]),
            input,
            output);
    }

    // The reference evaluator's own function, on each of the 256 values.
    private static byte[] Table(Unary unary, Quantization from, Quantization to)
    {
        Tensor inputs = Tensor.Floats([.. Enumerable.Range(0, 256).Select(code => from.Dequantize(code))]);
        var info = new ValueInfo(ElementType.Float32, inputs.Shape);
        var graph = new Graph
        {
            Inputs = ["x"],
            Outputs = ["y"],
            Nodes = [new Node("table", unary, ["x"], ["y"])],
            Values = new Graph().Values.Add("x", info).Add("y", info),
        };
        Tensor outputs = ReferenceEvaluator.Run(graph, new Dictionary<string, Tensor> { ["x"] = inputs })["y"];
        return Array.ConvertAll(outputs.Values<float>().ToArray(), value => (byte)to.Quantize(value));
    }
}
