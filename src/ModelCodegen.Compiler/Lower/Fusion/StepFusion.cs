using ModelCodegen.Compiler.Ir;

namespace ModelCodegen.Compiler.Lower.Fusion;

/// <summary>Joins nodes that one kernel computes, just before lowering: operators appear that no other stage knows.</summary>
internal static class StepFusion
{
    /// <summary>The network with fused nodes, also inside of branches and loops.</summary>
    public static Graph Run(Graph graph)
    {
        graph = NormalizationFusion.Run(ProductScaling.Run(graph));
        return graph with
        {
            Nodes =
            [
                .. graph.Nodes.Select(node => node.Operator.Bodies.IsEmpty
                    ? node
                    : node with { Operator = node.Operator.WithBodies([.. node.Operator.Bodies.Select(Run)]) }),
            ],
        };
    }
}
