using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Benchmarks.Networks;

/// <summary>How many multiply-adds a network's layers take as they are defined, whatever a kernel makes of them.</summary>
internal static class MultiplyAdds
{
    /// <summary>Per node that multiplies, by name.</summary>
    public static Dictionary<string, long> Of(Graph graph)
    {
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (Node node in graph.Nodes)
        {
            long count = node.Operator switch
            {
                Conv => Length(graph, node.Output) * graph.Shape(node.Inputs[1]).Skip(1).Aggregate(1L, static (product, extent) => product * extent),
                Gemm gemm => Length(graph, node.Output) * graph.Shape(node.Inputs[0])[gemm.TransA ? 0 : 1],
                MatMul or MatMulGeneral => Length(graph, node.Output) * graph.Shape(node.Inputs[0])[^1],
                _ => 0,
            };
            if (count > 0)
            {
                counts[node.Name] = counts.GetValueOrDefault(node.Name) + count;
            }
        }

        return counts;
    }

    private static long Length(Graph graph, string name) => graph.Shape(name).Aggregate(1L, static (product, extent) => product * extent);
}
