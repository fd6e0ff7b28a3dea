using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Normalize;

/// <summary>An activation that alone reads the result of a Conv, Gemm, Pool or two-operand function becomes part of it.</summary>
internal static class ActivationFusion
{
    /// <summary>The graph with fused activations.</summary>
    public static Graph Run(Graph graph)
    {
        var edit = new GraphEdit(graph);
        foreach (Node node in edit.Nodes)
        {
            if (node.Operator is Unary { Activation: var activation }
                && IsFusable(activation.Function)
                && edit.HasOneUse(node.Inputs[0])
                && edit.Info(node.Output).Type == ElementType.Float32
                && edit.Producer(node.Inputs[0]) is { Operator: FusedOperator fused } producer
                && fused is not Binary { Function: > BinaryFunction.Max }
                && Combine(fused.Activation, activation) is { } combined)
            {
                edit.Replace(producer, producer with { Name = $"{producer.Name}, {node.Name}", Operator = fused with { Activation = combined }, Outputs = node.Outputs });
                edit.Remove(node);
            }
        }

        return edit.ToGraph();
    }

    private static bool IsFusable(UnaryFunction function) => function is UnaryFunction.Clip or UnaryFunction.LeakyRelu or UnaryFunction.Sigmoid
        or UnaryFunction.HardSigmoid or UnaryFunction.HardSwish or UnaryFunction.Silu;

    private static Activation? Combine(Activation first, Activation second) => first switch
    {
        { IsNone: true } => second,
        { Function: UnaryFunction.Clip } when second.Function == UnaryFunction.Clip => ExtremeToClip.Join(first, second),
        _ => null,
    };
}
