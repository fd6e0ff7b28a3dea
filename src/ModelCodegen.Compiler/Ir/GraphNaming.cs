namespace ModelCodegen.Compiler.Ir;

/// <summary>Gives the values of a network other names.</summary>
public static class GraphNaming
{
    /// <summary>The node with its operands and results renamed, also inside of its networks.</summary>
    public static Node Rename(this Node node, Func<string, string> rename) => node with
    {
        Inputs = [.. node.Inputs.Select(name => name.Length > 0 ? rename(name) : "")],
        Outputs = [.. node.Outputs.Select(name => name.Length > 0 ? rename(name) : "")],
        Operator = node.Operator.Bodies.IsEmpty ? node.Operator : node.Operator.WithBodies([.. node.Operator.Bodies.Select(body => body.Rename(rename))]),
    };

    /// <summary>The network with all its values renamed.</summary>
    public static Graph Rename(this Graph graph, Func<string, string> rename) => graph with
    {
        Inputs = [.. graph.Inputs.Select(rename)],
        Outputs = [.. graph.Outputs.Select(rename)],
        Nodes = [.. graph.Nodes.Select(node => node.Rename(rename))],
        Constants = graph.Constants.Clear().AddRange(graph.Constants.Select(pair => KeyValuePair.Create(rename(pair.Key), pair.Value))),
        Values = graph.Values.Clear().AddRange(graph.Values.Select(pair => KeyValuePair.Create(rename(pair.Key), pair.Value))),
    };
}
