using Google.Protobuf;
using ModelCodegen.Compiler.Import;
using ModelCodegen.Compiler.Import.Protobuf;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Plan;
using AttributeType = ModelCodegen.Compiler.Import.Protobuf.AttributeProto.Types.AttributeType;
using DataType = ModelCodegen.Compiler.Import.Protobuf.TensorProto.Types.DataType;

namespace ModelCodegen.Compiler.Tests.Import;

/// <summary>Every form in which ONNX stores a tensor.</summary>
public sealed class TensorReaderTests
{
    private static readonly double[] Expected = [1, 2, 3];

    public static TheoryData<int, int> Types
    {
        get
        {
            var data = new TheoryData<int, int>();
            foreach (ElementType type in Enum.GetValues<ElementType>().Where(type => type != ElementType.Boolean))
            {
                data.Add((int)ElementTypes.Of(type), (int)type);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Typed_data_is_read(int stored, int expected)
    {
        var proto = new TensorProto { Name = "t", DataType = (DataType)stored, Dims = { 3 } };
        switch ((DataType)stored)
        {
            case DataType.Float: proto.FloatData.AddRange([1, 2, 3]); break;
            case DataType.Double: proto.DoubleData.AddRange([1, 2, 3]); break;
            case DataType.Int64: proto.Int64Data.AddRange([1, 2, 3]); break;
            case DataType.Uint32 or DataType.Uint64: proto.Uint64Data.AddRange([1, 2, 3]); break;
            case DataType.Float16: proto.Int32Data.AddRange([0x3C00, 0x4000, 0x4200]); break;
            default: proto.Int32Data.AddRange([1, 2, 3]); break;
        }

        Check(proto, (ElementType)expected);
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Raw_data_is_read(int stored, int expected)
    {
        Tensor tensor = (ElementType)expected switch
        {
            ElementType.Float32 => Tensor.Create<float>([3], [1, 2, 3]),
            ElementType.Float64 => Tensor.Create<double>([3], [1, 2, 3]),
            ElementType.Float16 => Tensor.Create<Half>([3], [(Half)1, (Half)2, (Half)3]),
            ElementType.Int8 => Tensor.Create<sbyte>([3], [1, 2, 3]),
            ElementType.UInt8 => Tensor.Create<byte>([3], [1, 2, 3]),
            ElementType.Int16 => Tensor.Create<short>([3], [1, 2, 3]),
            ElementType.UInt16 => Tensor.Create<ushort>([3], [1, 2, 3]),
            ElementType.Int32 => Tensor.Create<int>([3], [1, 2, 3]),
            ElementType.UInt32 => Tensor.Create<uint>([3], [1, 2, 3]),
            ElementType.Int64 => Tensor.Create<long>([3], [1, 2, 3]),
            _ => Tensor.Create<ulong>([3], [1, 2, 3]),
        };
        Check(new TensorProto { Name = "t", DataType = (DataType)stored, Dims = { 3 }, RawData = ByteString.CopyFrom(tensor.Bytes) }, (ElementType)expected);
    }

    [Fact]
    public void Truth_values_are_read()
    {
        var raw = new TensorProto { DataType = DataType.Bool, Dims = { 3 }, RawData = ByteString.CopyFrom(0, 1, 7) };
        var typed = new TensorProto { DataType = DataType.Bool, Dims = { 3 }, Int32Data = { 0, 1, 7 } };
        Assert.Equal([false, true, true], Reader().Read(raw).Values<bool>().ToArray());
        Assert.Equal([false, true, true], Reader().Read(typed).Values<bool>().ToArray());
    }

    [Fact]
    public void Sparse_tensors_are_filled_up()
    {
        var linear = new SparseTensorProto
        {
            Values = ModelBuilder.Proto("s", Tensor.Floats(5, 6)),
            Indices = ModelBuilder.Proto("", Tensor.Create([2], [1L, 5L])),
            Dims = { 2, 3 },
        };
        SparseTensorProto coordinates = linear.Clone();
        coordinates.Indices = ModelBuilder.Proto("", Tensor.Create([2, 2], [0L, 1, 1, 2]));
        foreach (SparseTensorProto sparse in new[] { linear, coordinates })
        {
            Tensor dense = Reader().ReadSparse(sparse, 100);
            Assert.Equal([2, 3], dense.Shape.ToArray());
            Assert.Equal([0f, 5, 0, 0, 0, 6], dense.ToFloat());
        }
    }

    [Theory]
    [InlineData("value", "[2] 1 2")]
    [InlineData("sparse_value", "[2] 0 7")]
    [InlineData("value_float", "[] 1.5")]
    [InlineData("value_floats", "[2] 1 2")]
    [InlineData("value_int", "[] 3")]
    [InlineData("value_ints", "[2] 3 4")]
    public void Constant_nodes_are_read_in_every_form(string form, string expected)
    {
        ModelBuilder builder = new ModelBuilder().Node("Constant", "", "y").Output("y");
        AttributeProto attribute = form switch
        {
            "value" => ModelBuilder.Attribute(form, Tensor.Floats(1, 2)),
            "value_float" => ModelBuilder.Attribute(form, 1.5f),
            "value_floats" => ModelBuilder.Attribute(form, new[] { 1f, 2f }),
            "value_int" => ModelBuilder.Attribute(form, 3),
            "value_ints" => ModelBuilder.Attribute(form, new[] { 3, 4 }),
            _ => new AttributeProto
            {
                Name = form,
                Type = AttributeType.SparseTensor,
                SparseTensor = new SparseTensorProto
                {
                    Values = ModelBuilder.Proto("", Tensor.Floats(7)),
                    Indices = ModelBuilder.Proto("", Tensor.Create([1], [1L])),
                    Dims = { 2 },
                },
            },
        };
        builder.Model.Graph.Node[0].Attribute.Add(attribute);
        Tensor tensor = builder.Normalize().Constants["y"];
        Assert.Equal(expected, FormattableString.Invariant($"{ShapeArithmetic.Format(tensor.Shape)} {string.Join(" ", tensor.ToFloat())}"));
    }

    private static void Check(TensorProto proto, ElementType type)
    {
        Tensor tensor = Reader().Read(proto);
        Assert.Equal(type, tensor.Type);
        Assert.Equal([3], tensor.Shape.ToArray());
        Assert.Equal(Expected, tensor.ToDouble());
    }

    private static TensorReader Reader() => new TensorReader(new ExternalData("."));
}
