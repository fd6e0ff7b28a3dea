using Google.Protobuf;
using ModelCodegen.Compiler.Import;
using ModelCodegen.Compiler.Import.Protobuf;
using ModelCodegen.Compiler.Ir;

namespace ModelCodegen.Compiler.Export;

/// <summary>Writes nodes and initializers into an ONNX graph.</summary>
internal sealed class OnnxGraphBuilder
{
    private readonly HashSet<string> initializers = new(StringComparer.Ordinal);

    /// <summary>The graph so far.</summary>
    public GraphProto Graph { get; } = new() { Name = "graph" };

    /// <summary>Appends a node with one output and gives the output's name.</summary>
    public string Add(string type, string name, IEnumerable<string> inputs, string output, params AttributeProto[] attributes)
    {
        var node = new NodeProto { OpType = type, Name = name };
        node.Input.AddRange(inputs);
        node.Output.Add(output);
        node.Attribute.AddRange(attributes);
        Graph.Node.Add(node);
        return output;
    }

    /// <summary>Appends a node with several outputs.</summary>
    public void Add(string type, string name, IEnumerable<string> inputs, string[] outputs)
    {
        var node = new NodeProto { OpType = type, Name = name };
        node.Input.AddRange(inputs);
        node.Output.AddRange(outputs);
        Graph.Node.Add(node);
    }

    /// <summary>Adds a constant once and gives its name.</summary>
    public string Constant(string name, Tensor tensor)
    {
        if (initializers.Add(name))
        {
            var proto = new TensorProto
            {
                Name = name,
                DataType = ElementTypes.Of(tensor.Type),
                RawData = ByteString.CopyFrom(tensor.Bytes),
            };
            proto.Dims.AddRange(tensor.Shape.Select(extent => (long)extent));
            Graph.Initializer.Add(proto);
        }

        return name;
    }

    /// <summary>An integer attribute.</summary>
    public static AttributeProto Int(string name, long value) => new() { Name = name, I = value, Type = AttributeProto.Types.AttributeType.Int };

    /// <summary>A float attribute.</summary>
    public static AttributeProto Float(string name, float value) => new() { Name = name, F = value, Type = AttributeProto.Types.AttributeType.Float };

    /// <summary>A text attribute.</summary>
    public static AttributeProto Text(string name, string value) => new() { Name = name, S = ByteString.CopyFromUtf8(value), Type = AttributeProto.Types.AttributeType.String };

    /// <summary>An attribute of several integers.</summary>
    public static AttributeProto Ints(string name, IEnumerable<int> values)
    {
        var attribute = new AttributeProto { Name = name, Type = AttributeProto.Types.AttributeType.Ints };
        attribute.Ints.AddRange(values.Select(value => (long)value));
        return attribute;
    }
}
