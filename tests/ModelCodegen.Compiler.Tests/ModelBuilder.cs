using System.Collections.Immutable;
using Google.Protobuf;
using ModelCodegen.Compiler.Diagnostics;
using ModelCodegen.Compiler.Import;
using ModelCodegen.Compiler.Import.Protobuf;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Normalize;
using AttributeType = ModelCodegen.Compiler.Import.Protobuf.AttributeProto.Types.AttributeType;
using DataType = ModelCodegen.Compiler.Import.Protobuf.TensorProto.Types.DataType;
using Dimension = ModelCodegen.Compiler.Import.Protobuf.TensorShapeProto.Types.Dimension;

namespace ModelCodegen.Compiler.Tests;

/// <summary>Builds ONNX models in a few lines.</summary>
internal sealed class ModelBuilder
{
    public ModelBuilder(int opset = 17)
    {
        Model = new ModelProto { IrVersion = 8, Graph = new GraphProto { Name = "test" } };
        Model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = opset });
    }

    public ModelProto Model { get; }

    /// <summary>A tensor as the file stores it, raw.</summary>
    public static TensorProto Proto(string name, Tensor tensor)
    {
        var proto = new TensorProto { Name = name, DataType = ElementTypes.Of(tensor.Type), RawData = ByteString.CopyFrom(tensor.Bytes) };
        proto.Dims.AddRange(tensor.Shape.Select(extent => (long)extent));
        return proto;
    }

    /// <summary>Random floats between -1 and 1.</summary>
    public static Tensor Random(Random random, params int[] shape)
    {
        var data = new float[ShapeArithmetic.Length(shape)];
        foreach (ref float value in data.AsSpan())
        {
            value = (random.NextSingle() * 2) - 1;
        }

        return Tensor.Create([.. shape], data);
    }

    public ModelBuilder Input(string name, params object[] dims)
    {
        Model.Graph.Input.Add(Info(name, DataType.Float, dims));
        return this;
    }

    public ModelBuilder Input(string name, DataType type, params object[] dims)
    {
        Model.Graph.Input.Add(Info(name, type, dims));
        return this;
    }

    public ModelBuilder Output(params string[] names)
    {
        Model.Graph.Output.AddRange(names.Select(name => new ValueInfoProto
        {
            Name = name,
            Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = DataType.Float } },
        }));
        return this;
    }

    public ModelBuilder Constant(string name, Tensor tensor)
    {
        Model.Graph.Initializer.Add(Proto(name, tensor));
        return this;
    }

    public ModelBuilder Constant(string name, params long[] values) => Constant(name, Tensor.Create([values.Length], values));

    /// <summary>Adds a node: <c>Node("Conv", "x w b", "y", ("pads", new[] { 1, 1, 1, 1 }))</c>; a dash is an omitted input or output.</summary>
    public ModelBuilder Node(string op, string inputs, string outputs, params (string Name, object Value)[] attributes)
    {
        var node = new NodeProto { OpType = op, Name = $"{outputs.Split(' ')[0]}_node" };
        node.Input.AddRange(inputs.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(input => input == "-" ? "" : input));
        node.Output.AddRange(outputs.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(output => output == "-" ? "" : output));
        foreach ((string name, object value) in attributes)
        {
            node.Attribute.Add(Attribute(name, value));
        }

        Model.Graph.Node.Add(node);
        return this;
    }

    public static AttributeProto Attribute(string name, object value)
    {
        var attribute = new AttributeProto { Name = name };
        switch (value)
        {
            case int i: (attribute.Type, attribute.I) = (AttributeType.Int, i); break;
            case float f: (attribute.Type, attribute.F) = (AttributeType.Float, f); break;
            case string s: (attribute.Type, attribute.S) = (AttributeType.String, ByteString.CopyFromUtf8(s)); break;
            case Tensor t: (attribute.Type, attribute.T) = (AttributeType.Tensor, Proto("", t)); break;
            case GraphProto g: (attribute.Type, attribute.G) = (AttributeType.Graph, g); break;
            case int[] ints:
                attribute.Type = AttributeType.Ints;
                attribute.Ints.AddRange(ints.Select(item => (long)item));
                break;
            case float[] floats:
                attribute.Type = AttributeType.Floats;
                attribute.Floats.AddRange(floats);
                break;
            case string[] texts:
                attribute.Type = AttributeType.Strings;
                attribute.Strings.AddRange(texts.Select(ByteString.CopyFromUtf8));
                break;
            default: throw new ArgumentException($"{value.GetType()} is no attribute.", nameof(value));
        }

        return attribute;
    }

    public byte[] ToBytes() => Model.ToByteArray();

    public Graph Import(ICollection<Diagnostic>? diagnostics = null, string shapes = "")
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("model.onnx");
        File.WriteAllBytes(path, ToBytes());
        return OnnxImporter.Import(path, InputShapes.Parse(shapes), diagnostics ?? [], CancellationToken.None);
    }

    public Graph Normalize(ICollection<Diagnostic>? diagnostics = null) =>
        Normalizer.Normalize(Import(diagnostics), diagnostics ?? [], CancellationToken.None);

    private static ValueInfoProto Info(string name, DataType type, object[] dims)
    {
        var shape = new TensorShapeProto();
        shape.Dim.AddRange(dims.Select(dim => dim is string symbol ? new Dimension { DimParam = symbol } : new Dimension { DimValue = Convert.ToInt64(dim) }));
        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = type, Shape = shape } } };
    }
}
