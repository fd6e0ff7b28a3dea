using System.Collections.Immutable;
using ModelCodegen.Compiler.Diagnostics;
using ModelCodegen.Compiler.Import.Operators;
using ModelCodegen.Compiler.Import.Protobuf;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Import;

/// <summary>Imports the graph of a model: boundary, initializers and nodes, each checked.</summary>
internal sealed class GraphImporter(ModelProto model, TensorReader tensors, InputShapes shapes, ICollection<Diagnostic> diagnostics, CancellationToken ct)
{
    /// <summary>Sparse tensors are the only ones that take more memory than file; this bounds each.</summary>
    public const int MaximumSparseLength = 1 << 24;

    private readonly List<Diagnostic> errors = [];
    private readonly Dictionary<string, Tensor> constants = new Dictionary<string, Tensor>(StringComparer.Ordinal);

    /// <summary>The graph; its nodes are in topological order and all of them are needed.</summary>
    public Graph Import()
    {
        ReadInitializers(model.Graph, constants);
        List<ValueInfoProto> inputs = [.. model.Graph.Input.Where(input => !constants.ContainsKey(input.Name))];
        ImmutableSortedDictionary<string, ValueInfo> values = new InputReader(shapes, diagnostics, errors).Read(inputs);
        string[] outputs = [.. model.Graph.Output.Select(output => output.Name)];
        if (outputs.Length == 0)
        {
            errors.Add(new Diagnostic(DiagnosticCode.GraphInvalid, Severity.Error, "The graph has no outputs."));
        }

        ThrowIfAny();
        IReadOnlyList<NodeProto> nodes = NodeSorter.Sort(model.Graph.Node, constants.Keys.Concat(inputs.Select(input => input.Name)), outputs);
        CheckFinite(nodes);
        var builder = new GraphBuilder(constants, nodes, [.. inputs.Select(input => input.Name), .. outputs]);
        ImportNodes(nodes, builder);
        ThrowIfAny();
        return new Graph
        {
            Inputs = [.. inputs.Select(input => input.Name)],
            Outputs = [.. outputs],
            Nodes = [.. builder.Nodes],
            Constants = constants.ToImmutableSortedDictionary(StringComparer.Ordinal),
            Values = values,
        };
    }

    /// <summary>A network inside of a node, whose inputs are its own and then what it reads of the network around it.</summary>
    private Graph ImportBody(GraphProto proto, IReadOnlyList<string> captured, GraphBuilder outer)
    {
        var inner = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        ReadInitializers(proto, inner);
        string[] inputs = [.. proto.Input.Select(input => input.Name).Where(name => !inner.ContainsKey(name)), .. captured];
        string[] outputs = [.. proto.Output.Select(output => output.Name)];
        ThrowIfAny();
        IReadOnlyList<NodeProto> nodes = NodeSorter.Sort(proto.Node, inner.Keys.Concat(inputs), outputs);
        var builder = new GraphBuilder(inner, nodes, [.. inputs, .. outputs], outer);
        ImportNodes(nodes, builder);
        ThrowIfAny();
        return new Graph
        {
            Inputs = [.. inputs],
            Outputs = [.. outputs],
            Nodes = [.. builder.Nodes],
            Constants = inner.ToImmutableSortedDictionary(StringComparer.Ordinal),
        };
    }

    private void ReadInitializers(GraphProto graph, Dictionary<string, Tensor> constants)
    {
        foreach (TensorProto proto in graph.Initializer)
        {
            ct.ThrowIfCancellationRequested();
            Add(proto.Name, () => tensors.Read(proto));
        }

        foreach (SparseTensorProto proto in graph.SparseInitializer)
        {
            Add(proto.Values?.Name ?? "", () => tensors.ReadSparse(proto, MaximumSparseLength));
        }

        void Add(string name, Func<Tensor> read)
        {
            try
            {
                if (name.Length == 0 || !constants.TryAdd(name, read()))
                {
                    errors.Add(new Diagnostic(DiagnosticCode.GraphInvalid, Severity.Error, $"The initializer '{name}' has no name, or one that another has."));
                }
            }
            catch (CompilationException e)
            {
                errors.AddRange(e.Diagnostics);
            }
        }
    }

    /// <summary>Bounds of Clip and the constant of Pad may be infinite, weights may not.</summary>
    private void CheckFinite(IReadOnlyList<NodeProto> nodes)
    {
        var exempt = nodes
            .Where(node => node.OpType is "Clip" or "Pad")
            .SelectMany(node => node.Input.Skip(1))
            .ToHashSet(StringComparer.Ordinal);
        foreach ((string name, Tensor tensor) in constants.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (exempt.Contains(name) && tensor.Length == 1)
            {
                continue;
            }

            bool finite = tensor.Type switch
            {
                ElementType.Float32 => tensor.Values<float>().IndexOfAnyExceptFinite() < 0,
                ElementType.Float64 => tensor.Values<double>().IndexOfAnyExceptFinite() < 0,
                ElementType.Float16 => tensor.Values<Half>().IndexOfAnyExceptFinite() < 0,
                _ => true,
            };
            if (!finite)
            {
                errors.Add(new Diagnostic(DiagnosticCode.WeightsNotFinite, Severity.Error, $"The initializer '{name}' holds NaN or infinite elements."));
            }
        }
    }

    private void ImportNodes(IReadOnlyList<NodeProto> nodes, GraphBuilder builder)
    {
        var opsets = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (OperatorSetIdProto import in model.OpsetImport)
        {
            opsets.TryAdd(import.Domain is "ai.onnx" ? "" : import.Domain, (int)Math.Clamp(import.Version, 0, int.MaxValue));
        }

        foreach (NodeProto node in nodes)
        {
            ct.ThrowIfCancellationRequested();
            string domain = node.Domain is "ai.onnx" ? "" : node.Domain;
            string name = builder.NodeName(node);
            int version = opsets.GetValueOrDefault(domain);
            if (OperatorRegistry.Find(domain, node.OpType, version) is not { } import)
            {
                string operatorName = domain.Length > 0 ? $"{domain}.{node.OpType}" : node.OpType;
                errors.Add(new Diagnostic(
                    DiagnosticCode.OperatorUnsupported,
                    Severity.Error,
                    $"The operator {operatorName} (operator set {version}) is not supported.",
                    Node: name));
                continue;
            }

            try
            {
                var reader = new NodeReader(node, name, version, builder, tensors, (graph, captured) => ImportBody(graph, captured, builder));
                import(reader);
                reader.CheckAllRead();
            }
            catch (CompilationException e)
            {
                errors.AddRange(e.Diagnostics.Select(error => error.Node is null ? error with { Node = name } : error));
            }
        }
    }

    private void ThrowIfAny()
    {
        if (errors.Count > 0)
        {
            throw new CompilationException(errors);
        }
    }
}
