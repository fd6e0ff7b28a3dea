using ModelCodegen.Compiler.Diagnostics;
using ModelCodegen.Compiler.Import.Protobuf;

namespace ModelCodegen.Compiler.Import;

/// <summary>
/// Makes what networks inside of nodes read of the network around them explicit: as further inputs of the node. Values
/// inside get names that nothing else has, so that they can be moved outside.
/// </summary>
internal static class SubgraphScoping
{
    private const int MaximumDepth = 32;

    /// <summary>Changes the graph.</summary>
    public static void Run(GraphProto graph)
    {
        if (graph.Node.Any(node => Subgraphs(node).Any()))
        {
            HashSet<string> taken = [.. Definitions(graph)];
            Enter(graph.Node, new Dictionary<string, string>(StringComparer.Ordinal), taken, 0);
        }
    }

    /// <summary>The networks inside a node.</summary>
    public static IEnumerable<GraphProto> Subgraphs(NodeProto node) =>
        node.Attribute.Where(attribute => attribute.G is not null).Select(attribute => attribute.G);

    private static IEnumerable<string> Definitions(GraphProto graph) =>
        graph.Input.Select(input => input.Name)
            .Concat(graph.Initializer.Select(initializer => initializer.Name))
            .Concat(graph.SparseInitializer.Select(initializer => initializer.Values?.Name ?? ""))
            .Concat(graph.Node.SelectMany(node => node.Output))
            .Where(name => name.Length > 0)
            .Distinct();

    // Names that nodes read and no graph inside defines.
    private static HashSet<string> Enter(IEnumerable<NodeProto> nodes, Dictionary<string, string> names, HashSet<string> taken, int depth)
    {
        if (depth > MaximumDepth)
        {
            throw new CompilationException(DiagnosticCode.TooLarge, $"Networks nest more than {MaximumDepth} deep.");
        }

        var read = new HashSet<string>(StringComparer.Ordinal);
        foreach (NodeProto node in nodes)
        {
            var captured = new SortedSet<string>(StringComparer.Ordinal);
            foreach (GraphProto graph in Subgraphs(node))
            {
                captured.UnionWith(Rename(graph, node.Name, names, taken, depth));
            }

            for (int i = 0; i < node.Input.Count; i++)
            {
                node.Input[i] = names.GetValueOrDefault(node.Input[i], node.Input[i]);
            }

            node.Input.AddRange(captured);
            read.UnionWith(node.Input.Where(name => name.Length > 0));
        }

        return read;
    }

    private static IEnumerable<string> Rename(GraphProto graph, string owner, Dictionary<string, string> outer, HashSet<string> taken, int depth)
    {
        var names = new Dictionary<string, string>(outer, StringComparer.Ordinal);
        var own = new HashSet<string>(StringComparer.Ordinal);
        foreach (string name in Definitions(graph))
        {
            string unique = name;
            for (int i = 2; !taken.Add(unique); i++)
            {
                unique = $"{owner}/{name}_{i}";
            }

            names[name] = unique;
            own.Add(unique);
        }

        foreach (ValueInfoProto input in graph.Input)
        {
            input.Name = names[input.Name];
        }

        foreach (TensorProto initializer in graph.Initializer.Where(initializer => initializer.Name.Length > 0))
        {
            initializer.Name = names[initializer.Name];
        }

        foreach (SparseTensorProto initializer in graph.SparseInitializer.Where(initializer => initializer.Values?.Name.Length > 0))
        {
            initializer.Values.Name = names[initializer.Values.Name];
        }

        HashSet<string> read = Enter(graph.Node, names, taken, depth + 1);
        foreach (NodeProto node in graph.Node)
        {
            for (int i = 0; i < node.Output.Count; i++)
            {
                node.Output[i] = names.GetValueOrDefault(node.Output[i], node.Output[i]);
            }
        }

        foreach (ValueInfoProto output in graph.Output)
        {
            output.Name = names.GetValueOrDefault(output.Name, output.Name);
            read.Add(output.Name);
        }

        return read.Where(name => !own.Contains(name));
    }
}
