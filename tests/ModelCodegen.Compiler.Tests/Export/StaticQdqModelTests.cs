using System.Runtime.InteropServices;
using Google.Protobuf;
using ModelCodegen.Compiler.Export;
using ModelCodegen.Compiler.Import.Protobuf;
using DataType = ModelCodegen.Compiler.Import.Protobuf.TensorProto.Types.DataType;

namespace ModelCodegen.Compiler.Tests.Export;

/// <summary>The peer's int8: min-max ranges, weights per channel, bias in steps of both.</summary>
public sealed class StaticQdqModelTests
{
    private static readonly (string, float[])[] Observed = [("x", [-1, 0.5f]), ("product", [-3, 2]), ("y", [0, 2]), ("x", [0, 1.55f]), ("y", [5.1f])];

    [Fact]
    public void ValuesAreQuantizedByWhatWasObserved()
    {
        byte[]? observed = null;
        StaticQdqModel quantized = StaticQdqModel.Of(Dense(), model =>
        {
            observed = model;
            return Observed;
        });

        Assert.Equal(["y", "product"], ModelProto.Parser.ParseFrom(observed).Graph.Output.Select(output => output.Name));
        GraphProto graph = ModelProto.Parser.ParseFrom(quantized.Bytes).Graph;
        Assert.Equal(["QuantizeLinear", "DequantizeLinear", "DequantizeLinear", "DequantizeLinear", "Gemm", "QuantizeLinear", "DequantizeLinear"], graph.Node.Select(node => node.OpType));
        Assert.Equal(["x/dq", "w/dq", "b/y/dq"], graph.Node.Single(node => node.OpType == "Gemm").Input);
        Assert.Equal(new Dictionary<string, string> { ["x"] = "x/dq", ["y"] = "y" }, quantized.Dequantized);
        Dictionary<string, TensorProto> tensors = graph.Initializer.ToDictionary(tensor => tensor.Name);
        Assert.Equal(2.55f / 255, tensors["x/scale"].FloatData.Single(), 1e-8f);
        Assert.Equal(100, tensors["x/zero"].RawData.Single());
        Assert.Equal(5.1f / 255, tensors["y/scale"].FloatData.Single(), 1e-8f);
        Assert.Equal(0, tensors["y/zero"].RawData.Single());
        Assert.Equal([1, 2], tensors["w/scale"].FloatData);
        Assert.Equal([127, 0, unchecked((byte)-63), 127], tensors["w/q"].RawData.ToByteArray());
        Assert.Equal([50, -25], MemoryMarshal.Cast<byte, int>(tensors["b/y/q"].RawData.Span).ToArray());
        Assert.DoesNotContain("w", tensors.Keys);
    }

    [Fact]
    public void OneScaleMayServeAllChannels()
    {
        GraphProto graph = ModelProto.Parser.ParseFrom(StaticQdqModel.Of(Dense(), _ => Observed, perTensor: true).Bytes).Graph;

        Assert.Equal([2, 2], graph.Initializer.Single(tensor => tensor.Name == "w/scale").FloatData);
    }

    [Fact]
    public void NamedValuesBecomeOutputsOnce()
    {
        GraphProto graph = ModelProto.Parser.ParseFrom(StaticQdqModel.Expose(Dense(), ["product", "y", "product"])).Graph;

        Assert.Equal(["y", "product"], graph.Output.Select(output => output.Name));
    }

    // y = Relu(x w + b)
    private static byte[] Dense()
    {
        var graph = new GraphProto { Name = "dense" };
        graph.Input.Add(new ValueInfoProto { Name = "x" });
        graph.Output.Add(new ValueInfoProto { Name = "y" });
        graph.Initializer.Add(Tensor("w", [127, 0, -126, 254], 2, 2));
        graph.Initializer.Add(Tensor("b", [0.5f, -0.5f], 2));
        var gemm = new NodeProto { OpType = "Gemm", Name = "gemm", Input = { "x", "w", "b" }, Output = { "product" } };
        gemm.Attribute.Add(new AttributeProto { Name = "transB", I = 1, Type = AttributeProto.Types.AttributeType.Int });
        graph.Node.Add(gemm);
        graph.Node.Add(new NodeProto { OpType = "Relu", Name = "relu", Input = { "product" }, Output = { "y" } });
        return new ModelProto { Graph = graph }.ToByteArray();
    }

    private static TensorProto Tensor(string name, float[] values, params long[] dims) => new()
    {
        Name = name,
        DataType = DataType.Float,
        Dims = { dims },
        RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes(values.AsSpan())),
    };
}
