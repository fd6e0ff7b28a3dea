using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir;

namespace ModelCodegen.Compiler.Normalize;

/// <summary>
/// Drops nodes, constants and value infos that no output needs, and the names of results that nobody reads. Inputs stay,
/// used or not.
/// </summary>
internal static class DeadCodeElimination
{
    /// <summary>The graph without them.</summary>
    public static Graph Run(Graph graph)
    {
        var needed = new HashSet<string>(graph.Outputs, StringComparer.Ordinal);
        needed.UnionWith(graph.Outputs.Select(output => graph.Values.GetValueOrDefault(output)?.Counted?.Count ?? "").Where(count => count.Length > 0));
        var kept = new Stack<Node>();
        foreach (Node node in graph.Nodes.Reverse())
        {
            if (node.Outputs.Any(needed.Contains))
            {
                kept.Push(node.Operator is KernelOperator ? node with { Outputs = [.. node.Outputs.Select(output => needed.Contains(output) ? output : "")] } : node);
                needed.UnionWith(node.Inputs);
            }
        }

        needed.UnionWith(graph.Inputs);
        return graph with
        {
            Nodes = [.. kept],
            Constants = graph.Constants.RemoveRange(graph.Constants.Keys.Where(name => !needed.Contains(name))),
            Dequantized = graph.Dequantized.RemoveRange(graph.Dequantized.Keys.Where(name => !needed.Contains(name))),
            Values = graph.Values.RemoveRange(graph.Values.Keys.Where(name => !needed.Contains(name))),
        };
    }
}
