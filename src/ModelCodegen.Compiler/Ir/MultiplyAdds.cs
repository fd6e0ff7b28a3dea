using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Ir;

/// <summary>How many multiply-adds a network's layers take as they are defined, whatever a kernel makes of them.</summary>
public static class MultiplyAdds
{
    /// <summary>Per node that multiplies, by name.</summary>
    public static Dictionary<string, long> Of(Graph graph) =>
        graph.Nodes.Select(node => (node.Name, Count: Count(graph, node))).Where(node => node.Count > 0).ToDictionary(node => node.Name, node => node.Count, StringComparer.Ordinal);

    /// <summary>Of one node; 0 where it multiplies nothing.</summary>
    public static long Count(Graph graph, Node node) => node.Operator switch
    {
        Conv or ConvInteger or DirectConv { IsTransposed: false } => Length(graph, node.Output) * Length(graph, node.Inputs[1], skip: 1),
        DirectConv => Length(graph, node.Inputs[0]) * Length(graph, node.Inputs[1], skip: 1),
        Gemm gemm => Length(graph, node.Output) * graph.Shape(node.Inputs[0])[gemm.TransA ? 0 : 1],
        MatMul or MatMulGeneral or MatMulInteger => Length(graph, node.Output) * graph.Shape(node.Inputs[0])[^1],
        Recurrence => Length(graph, node.Inputs[0]) * graph.Shape(node.Inputs[1])[0],
        _ => 0,
    };

    private static long Length(Graph graph, string name, int skip = 0) =>
        graph.Shape(name).Skip(skip).Aggregate(1L, static (product, extent) => product * extent);
}
