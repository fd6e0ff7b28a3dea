using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Compress.Quantization;

/// <summary>
/// Takes activations out of their producers again where a byte network computes them otherwise: all but Clip (which is a
/// clamp of bytes) become table lookups, and those need the range of what goes in. So does any activation of a maximum pool,
/// which only moves bytes.
/// </summary>
internal static class ActivationSplitter
{
    public static Graph Split(Graph graph)
    {
        var nodes = ImmutableArray.CreateBuilder<Node>();
        ImmutableSortedDictionary<string, ValueInfo>.Builder values = graph.Values.ToBuilder();
        foreach (Node node in graph.Nodes)
        {
            if (node.Operator is not FusedOperator { Activation: { IsNone: false } activation } fused
                || (activation.Function == UnaryFunction.Clip && fused is not Pool { Function: PoolFunction.Max }))
            {
                nodes.Add(node);
                continue;
            }

            string inner = FreshName.For(node.Output + "/linear", name => values.ContainsKey(name) || graph.Constants.ContainsKey(name));
            values[inner] = values[node.Output];
            string[] names = node.Name.Split(", ", 2);
            nodes.Add(node with { Name = names[0], Operator = fused with { Activation = Activation.None }, Outputs = [inner] });
            nodes.Add(new Node(names.Length > 1 ? names[1] : node.Name + "/activation", new Unary(activation), [inner], [node.Output]));
        }

        return graph with { Nodes = nodes.ToImmutable(), Values = values.ToImmutable() };
    }
}
