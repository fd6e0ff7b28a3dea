using System.Collections.Immutable;
using Google.Protobuf;
using ModelCodegen.Compiler.Diagnostics;
using ModelCodegen.Compiler.Import.Protobuf;
using ModelCodegen.Compiler.Ir;
using AttributeType = ModelCodegen.Compiler.Import.Protobuf.AttributeProto.Types.AttributeType;

namespace ModelCodegen.Compiler.Import;

/// <summary>A node on its way into the graph: typed access to its attributes, and the place to put what becomes of it.</summary>
internal sealed class NodeReader
{
    private readonly NodeProto proto;
    private readonly GraphBuilder builder;
    private readonly Func<GraphProto, IReadOnlyList<string>, Graph> importBody;
    private readonly Dictionary<string, AttributeProto> attributes = new Dictionary<string, AttributeProto>(StringComparer.Ordinal);
    private readonly HashSet<string> read = new HashSet<string>(StringComparer.Ordinal);

    public NodeReader(
        NodeProto proto, string name, int version, GraphBuilder builder, TensorReader tensors, Func<GraphProto, IReadOnlyList<string>, Graph> importBody)
    {
        this.importBody = importBody;
        this.proto = proto;
        this.builder = builder;
        Name = name;
        Version = version;
        Tensors = tensors;
        foreach (AttributeProto attribute in proto.Attribute)
        {
            if (attribute.RefAttrName.Length > 0)
            {
                throw Invalid($"the attribute '{attribute.Name}' refers to a function's attribute outside a function");
            }

            if (!attributes.TryAdd(attribute.Name, attribute))
            {
                throw Invalid($"the attribute '{attribute.Name}' is given twice");
            }
        }
    }

    /// <summary>The node's unique name.</summary>
    public string Name { get; }

    /// <summary>The operator set's version.</summary>
    public int Version { get; }

    /// <summary>Reads tensors of attributes.</summary>
    public TensorReader Tensors { get; }

    /// <summary>The operator's name.</summary>
    public string OperatorName => proto.OpType;

    /// <summary>The names of the inputs, as the model has them.</summary>
    public IReadOnlyList<string> Inputs => proto.Input;

    /// <summary>The name of the first output that has one.</summary>
    public string Output => proto.Output.First(output => output.Length > 0);

    /// <summary>The names of all outputs; empty where one is omitted.</summary>
    public IReadOnlyList<string> Outputs => proto.Output;

    /// <summary>The name of an input; empty where it is omitted.</summary>
    public string Input(int index) => HasInput(index) ? proto.Input[index] : "";

    /// <summary>Whether an input is there and not omitted.</summary>
    public bool HasInput(int index) => index < proto.Input.Count && proto.Input[index].Length > 0;

    /// <summary>The constant behind an input, if it is an initializer or comes from a Constant node.</summary>
    public Tensor? ConstantInput(int index) => HasInput(index) ? builder.Constant(proto.Input[index]) : null;

    /// <summary>Throws unless there are so many inputs, the first <paramref name="minimum"/> of them not omitted, and an output.</summary>
    public void Expect(int minimum, int maximum)
    {
        if (proto.Input.Count > maximum || !Enumerable.Range(0, minimum).All(HasInput))
        {
            string count = minimum == maximum ? $"{minimum}" : maximum == int.MaxValue ? $"at least {minimum}" : $"{minimum} to {maximum}";
            throw Invalid($"{OperatorName} takes {count} inputs, and has {proto.Input.Count(input => input.Length > 0)}");
        }

        if (!proto.Output.Any(output => output.Length > 0))
        {
            throw Invalid("none of its outputs has a name");
        }
    }

    /// <summary>Throws where something reads another output than the first.</summary>
    public void ExpectOneOutput()
    {
        if (proto.Output.Skip(1).FirstOrDefault(builder.IsUsed) is { } output)
        {
            throw Unsupported($"{OperatorName} with its additional output '{output}' is not supported");
        }
    }

    /// <summary>Whether an attribute is given.</summary>
    public bool Has(string name) => attributes.ContainsKey(name);

    /// <summary>An integer.</summary>
    public int Int(string name, int fallback) => Find(name, AttributeType.Int) is { } attribute ? Narrow(name, attribute.I) : fallback;

    /// <summary>An integer as the file has it.</summary>
    public long Int64(string name, long fallback) => Find(name, AttributeType.Int)?.I ?? fallback;

    /// <summary>0 or 1.</summary>
    public bool Flag(string name, bool fallback) => Int64(name, fallback ? 1 : 0) switch
    {
        0 => false,
        1 => true,
        var other => throw Invalid($"the attribute '{name}' is {other}, where 0 and 1 are defined"),
    };

    /// <summary>A finite or infinite number.</summary>
    public float Float(string name, float fallback)
    {
        float value = Find(name, AttributeType.Float)?.F ?? fallback;
        return float.IsNaN(value) ? throw Invalid($"the attribute '{name}' is NaN") : value;
    }

    /// <summary>A text.</summary>
    public string Text(string name, string fallback) => Find(name, AttributeType.String)?.S.ToStringUtf8() ?? fallback;

    /// <summary>A list of integers; <see langword="default"/> where it is not given.</summary>
    public ImmutableArray<int> Ints(string name) =>
        Find(name, AttributeType.Ints) is { } attribute ? [.. attribute.Ints.Select(value => Narrow(name, value))] : default;

    /// <summary>A list of numbers; empty where it is not given.</summary>
    public ImmutableArray<float> Floats(string name) => Find(name, AttributeType.Floats) is { } attribute ? [.. attribute.Floats] : [];

    /// <summary>A list of texts; empty where it is not given.</summary>
    public ImmutableArray<string> Texts(string name) =>
        Find(name, AttributeType.Strings) is { } attribute ? [.. attribute.Strings.Select(text => text.ToStringUtf8())] : [];

    /// <summary>The network that an attribute is, before it is imported.</summary>
    public GraphProto Subgraph(string name) => Find(name, AttributeType.Graph)?.G ?? throw Invalid($"the attribute '{name}' is missing");

    /// <summary>Imports the network that an attribute is.</summary>
    /// <param name="name">The attribute.</param>
    /// <param name="own">The number of this node's inputs in the model; the others are what its networks read of the one around it.</param>
    public Graph Body(string name, int own) => importBody(Subgraph(name), [.. proto.Input.Skip(own)]);

    /// <summary>An attribute of a certain type, or <see langword="null"/>; it counts as read.</summary>
    public AttributeProto? Find(string name, AttributeType type)
    {
        read.Add(name);
        if (!attributes.TryGetValue(name, out AttributeProto? attribute))
        {
            return null;
        }

        // Files of IR version 3 and before may leave the type out.
        return attribute.Type == type || attribute.Type == AttributeType.Undefined
            ? attribute
            : throw Invalid($"the attribute '{name}' is of type {attribute.Type}, where {type} is defined");
    }

    /// <summary>Lets an attribute pass that has no meaning at inference.</summary>
    public void Ignore(params string[] names) => read.UnionWith(names);

    /// <summary>Throws where the node has attributes that its importer does not know.</summary>
    public void CheckAllRead()
    {
        string[] unknown = [.. attributes.Keys.Where(name => !read.Contains(name)).Order(StringComparer.Ordinal)];
        if (unknown.Length > 0)
        {
            throw Invalid($"{OperatorName} of operator set {Version} has no attribute '{string.Join("', '", unknown)}'");
        }
    }

    /// <summary>Adds the node with the inputs it has in the model, omitted ones at the end left away.</summary>
    public void Emit(Operator op)
    {
        int count = proto.Input.Count;
        while (count > 0 && proto.Input[count - 1].Length == 0)
        {
            count--;
        }

        Emit(op, [.. proto.Input.Take(count)]);
    }

    /// <summary>Adds the node with all its results, the unnamed ones in between included; or with its first results only.</summary>
    public void EmitAll(Operator op, ImmutableArray<string> inputs, int results = int.MaxValue) =>
        builder.Nodes.Add(new Node(Name, op, inputs, [.. proto.Output.Take(results).Select(output => builder.IsUsed(output) ? output : "")]));

    /// <summary>Adds the node with its results and, behind the <paramref name="results"/> that ONNX knows, their count.</summary>
    public void EmitCounted(Operator op, int results) => builder.Nodes.Add(new Node(
        Name,
        op,
        [.. proto.Input],
        [
            .. Enumerable.Range(0, results).Select(i => i < proto.Output.Count && builder.IsUsed(proto.Output[i]) ? proto.Output[i] : ""),
            builder.ValueName(Output + "/count"),
        ]));

    /// <summary>Adds the node with other inputs.</summary>
    public void Emit(Operator op, ImmutableArray<string> inputs)
    {
        ExpectOneOutput();
        builder.Nodes.Add(new Node(Name, op, inputs, [Output]));
    }

    /// <summary>Adds the node that comes last where another part has the node's own name.</summary>
    public void EmitLast(string suffix, Operator op, ImmutableArray<string> inputs)
    {
        ExpectOneOutput();
        builder.Nodes.Add(new Node(builder.NodeName(new NodeProto { Name = Name + suffix }), op, inputs, [Output]));
    }

    /// <summary>Adds a node that computes a part; its result's name is returned.</summary>
    /// <param name="op">What it computes.</param>
    /// <param name="inputs">Of what.</param>
    /// <param name="ownName">Whether this is the part that people know by the node's name.</param>
    public string EmitPart(Operator op, ImmutableArray<string> inputs, bool ownName = false)
    {
        string result = builder.ValueName(Output + "/part");
        builder.Nodes.Add(new Node(ownName ? Name : builder.NodeName(new NodeProto { Name = Name }), op, inputs, [result]));
        return result;
    }

    /// <summary>Adds a node that computes several parts; its results' names are returned.</summary>
    public ImmutableArray<string> EmitParts(Operator op, ImmutableArray<string> inputs, int count)
    {
        ImmutableArray<string> results = [.. Enumerable.Range(0, count).Select(_ => builder.ValueName(Output + "/part"))];
        builder.Nodes.Add(new Node(builder.NodeName(new NodeProto { Name = Name }), op, inputs, results));
        return results;
    }

    /// <summary>
    /// Adds a node that computes one of several outputs; its result's name is returned, a new one where nobody reads the
    /// output.
    /// </summary>
    public string EmitOutput(int index, Operator op, ImmutableArray<string> inputs)
    {
        if (index >= proto.Output.Count || !builder.IsUsed(proto.Output[index]))
        {
            return EmitPart(op, inputs);
        }

        string name = index == 0 ? Name : builder.NodeName(new NodeProto { Name = Name });
        builder.Nodes.Add(new Node(name, op, inputs, [proto.Output[index]]));
        return proto.Output[index];
    }

    /// <summary>The node's result is a constant.</summary>
    public void EmitConstant(Tensor tensor) => builder.AddConstant(Output, tensor);

    /// <summary>Adds a constant that was an attribute; its name is returned.</summary>
    public string Constant(string role, Tensor tensor)
    {
        string name = builder.ValueName($"{Output}/{role}");
        builder.AddConstant(name, tensor);
        return name;
    }

    /// <summary>Adds a list of integers that was an attribute, as constant.</summary>
    public string Constant(string role, ImmutableArray<int> values) =>
        Constant(role, Tensor.Create([values.Length], values.Select(value => (long)value).ToArray()));

    /// <summary>The node contradicts ONNX.</summary>
    public CompilationException Invalid(string problem) => Error(DiagnosticCode.NodeInvalid, problem);

    /// <summary>The node is legal and not supported.</summary>
    public CompilationException Unsupported(string problem) => Error(DiagnosticCode.OperatorUnsupported, problem);

    private CompilationException Error(string code, string problem) =>
        new CompilationException(code, char.ToUpperInvariant(problem[0]) + problem[1..] + ".", Name);

    private int Narrow(string name, long value) =>
        value is >= int.MinValue and <= int.MaxValue ? (int)value : throw Invalid($"the attribute '{name}' holds {value}");
}
