using DataType = ModelCodegen.Compiler.Import.Protobuf.TensorProto.Types.DataType;
using Google.Protobuf;
using ModelCodegen.Compiler;
using ModelCodegen.Compiler.Export;
using ModelCodegen.Compiler.Import.Protobuf;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Peers;
using ModelCodegen.Plan;
using ModelCodegen.Testing;

namespace ModelCodegen.Conformance;

/// <summary>Layers as ONNX Runtime's quantizer writes them for dynamic quantization run in the kernels for it.</summary>
public sealed class DynamicModelTests
{
    [Theory]
    [InlineData("s8", false)]
    [InlineData("u8", false)]
    [InlineData("s8", true)]
    public void Products_of_three_dimensions(string weights, bool perColumn) => Check([2, 5, 24], [2, 5, 7], builder =>
    {
        var random = new Random(1);
        string scale = builder.Constant("ws", Tensor.Create(perColumn ? [7] : [], [.. Enumerable.Range(0, perColumn ? 7 : 1).Select(_ => 0.01f + (0.01f * random.NextSingle()))]));
        string bias = builder.Constant("bias", Tensor.Create([7], [.. Enumerable.Range(0, 7).Select(_ => random.NextSingle())]));
        builder.Add("DynamicQuantizeLinear", "quantize", ["x"], ["xq", "xs", "xz"]);
        builder.Add("Mul", "scales", ["xs", scale], "scale");
        builder.Add("MatMulInteger", "product", ["xq", Weights(builder, random, weights, 24, 7), "xz", "wz"], "sums");
        builder.Add("Cast", "cast", ["sums"], "floats", OnnxGraphBuilder.Int("to", (int)DataType.Float));
        builder.Add("Mul", "scaled", ["floats", "scale"], "real");
        builder.Add("Add", "biased", ["real", bias], "y");
    });

    [Fact]
    public void Convolutions() => Check([1, 4, 9, 8], [1, 6, 9, 8], builder =>
    {
        var random = new Random(2);
        string scale = builder.Constant("ws", Tensor.Create([], [0.02f]));
        string bias = builder.Constant("bias", Tensor.Create([1, 6, 1, 1], [.. Enumerable.Range(0, 6).Select(_ => random.NextSingle())]));
        builder.Add("DynamicQuantizeLinear", "quantize", ["x"], ["xq", "xs", "xz"]);
        builder.Add("Mul", "scales", ["xs", scale], "scale");
        builder.Add("ConvInteger", "conv", ["xq", Weights(builder, random, "u8", 6, 4, 3, 3), "xz", "wz"], "sums", OnnxGraphBuilder.Ints("pads", [1, 1, 1, 1]));
        builder.Add("Cast", "cast", ["sums"], "floats", OnnxGraphBuilder.Int("to", (int)DataType.Float));
        builder.Add("Mul", "scaled", ["floats", "scale"], "real");
        builder.Add("Add", "biased", ["real", bias], "y");
    });

    private static string Weights(OnnxGraphBuilder builder, Random random, string type, params int[] shape)
    {
        byte[] codes = new byte[ShapeArithmetic.Length(shape)];
        random.NextBytes(codes);
        bool signed = type == "s8";
        builder.Constant("wz", signed ? Tensor.Create([], [(sbyte)0]) : Tensor.Create([], [(byte)128]));
        return builder.Constant("w", signed ? Tensor.Create([.. shape], Array.ConvertAll(codes, code => unchecked((sbyte)code))) : Tensor.Create([.. shape], codes));
    }

    private static void Check(int[] input, int[] output, Action<OnnxGraphBuilder> build)
    {
        var builder = new OnnxGraphBuilder();
        builder.Graph.Input.Add(Describe("x", input));
        build(builder);
        builder.Graph.Output.Add(Describe("y", output));
        var model = new ModelProto { IrVersion = 8, Graph = builder.Graph };
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = 13 });
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.onnx");
        File.WriteAllBytes(path, model.ToByteArray());
        CompressResult compiled = ModelCompiler.Compile(new CompressOptions { ModelPath = path, ClassName = "Dynamic" }, _ => { });
        File.Delete(path);
        Assert.Empty(compiled.Warnings);
        Assert.Equal("int8-dynamic", compiled.Plan.Quantization);
        Assert.DoesNotContain(compiled.Plan.Steps, step => step is CallStep or BinaryStep);
        using GeneratedNetwork network = GeneratedNetwork.Compile(PlanXml.Write(compiled.Plan), compiled.Weights);
        using var oracle = OrtSession.Oracle(model.ToByteArray());
        var random = new Random(3);
        float[] data = [.. Enumerable.Range(0, ShapeArithmetic.Length(input)).Select(_ => (random.NextSingle() - 0.4f) * 3)];
        float[] expected = oracle.Run(data)[0]!;
        float largest = expected.Max(Math.Abs);
        Assert.All(expected.Zip((float[])network.Run(data)[0]), pair => Assert.Equal(pair.First, pair.Second, 1e-6f * largest));
    }

    private static ValueInfoProto Describe(string name, int[] shape)
    {
        var dims = new TensorShapeProto();
        dims.Dim.AddRange(shape.Select(extent => new TensorShapeProto.Types.Dimension { DimValue = extent }));
        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = DataType.Float, Shape = dims } } };
    }
}
