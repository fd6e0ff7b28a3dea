using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Normalize.Shapes;

/// <summary>Networks inside of nodes: moved into the network around them, or inferred on their own.</summary>
internal static class BodyInference
{
    /// <summary>Computes a body where it stands, its inputs being values of the network around it.</summary>
    /// <param name="body">The network inside.</param>
    /// <param name="inputs">The values that are its inputs.</param>
    /// <param name="suffix">Makes the names of this copy of it unique; empty where there is only one.</param>
    /// <param name="scope">Takes its nodes.</param>
    /// <returns>The values that are its outputs.</returns>
    public static ImmutableArray<string> Inline(Graph body, ImmutableArray<string> inputs, string suffix, ShapeScope scope)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        for (int i = 0; i < body.Inputs.Length; i++)
        {
            names[body.Inputs[i]] = inputs[i];
        }

        foreach ((string name, Tensor tensor) in body.Constants)
        {
            names[name] = scope.NewName(name + suffix);
            scope.EmitConstant(names[name], tensor);
        }

        foreach (Node node in body.Nodes)
        {
            ShapeRules.Infer(node.Rename(Renamed) with { Name = node.Name + suffix }, scope);
        }

        return [.. body.Outputs.Select(Renamed)];

        string Renamed(string name) => names.TryGetValue(name, out string? known) ? known : names[name] = suffix.Length > 0 ? scope.NewName(name + suffix) : name;
    }

    /// <summary>Infers a body on its own; it takes in the constants that it reads of the network around it.</summary>
    /// <param name="body">The network inside.</param>
    /// <param name="own">What is known of its first inputs.</param>
    /// <param name="captured">The values around it that are its other inputs.</param>
    /// <param name="scope">The network around it.</param>
    public static Graph Infer(Graph body, ImmutableArray<ValueInfo> own, ImmutableArray<string> captured, ShapeScope scope)
    {
        ImmutableSortedDictionary<string, ValueInfo>.Builder values = body.Values.ToBuilder();
        ImmutableSortedDictionary<string, Tensor>.Builder constants = body.Constants.ToBuilder();
        for (int i = 0; i < body.Inputs.Length; i++)
        {
            if (i < own.Length)
            {
                values[body.Inputs[i]] = own[i];
            }
            else if (scope.Constant(captured[i - own.Length]) is { } constant)
            {
                constants[body.Inputs[i]] = constant;
            }
            else
            {
                values[body.Inputs[i]] = scope.Info(captured[i - own.Length]);
            }
        }

        var inner = new ShapeScope(
            body with
            {
                Inputs = [.. body.Inputs.Where((name, i) => i < own.Length || !constants.ContainsKey(name))],
                Constants = constants.ToImmutable(),
                Values = values.ToImmutable(),
            },
            scope.Cancel);
        foreach (Node node in body.Nodes)
        {
            scope.Cancel.ThrowIfCancellationRequested();
            ShapeRules.Infer(node, inner);
        }

        return inner.ToGraph();
    }

    /// <summary>Lets a node's results be values that were computed already.</summary>
    public static void Forward(Node node, IEnumerable<string> values, ShapeScope scope)
    {
        foreach ((string output, string value) in node.Outputs.Zip(values))
        {
            if (output.Length > 0)
            {
                ValueInfo info = scope.Info(value);
                scope.Emit(new Node(scope.NewName($"{node.Name}/{output}"), new Identity(), [value], [output]), info.Type, info.Shape);
            }
        }
    }
}
