using ModelCodegen.Compiler;
using ModelCodegen.Compiler.Diagnostics;
using ModelCodegen.Compiler.Export;
using ModelCodegen.Compiler.Import.Protobuf;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Peers.Zoo;
using ModelCodegen.Plan;
using ModelCodegen.Testing;
using Dimension = ModelCodegen.Compiler.Import.Protobuf.TensorShapeProto.Types.Dimension;

namespace ModelCodegen.Conformance;

/// <summary>Networks that take and give bytes, and networks that bring their pixels into the range that the model wants.</summary>
public sealed class QuantizedBoundaryTests : IDisposable
{
    private const int Images = 100;
    private const double Rounded = 0.005;

    private readonly string folder = Directory.CreateTempSubdirectory("boundary").FullName;

    [Theory]
    [InlineData("lenet")]
    [InlineData("mobilenet")]
    public void Bytes_at_the_boundary_are_what_the_network_computes_with(string model)
    {
        (NetworkPlan plan, GeneratedNetwork network) = Compile(SampleNetwork.Options(model, "int8") with { Io = BoundaryForm.Quantized });
        using GeneratedNetwork bytes = network;
        (string xml, byte[] weights) = SampleNetwork.Parts(model, "int8");
        using var floats = GeneratedNetwork.Compile(xml, weights);
        Quantization input = Parameters(plan.Inputs[0]);
        Quantization output = Parameters(plan.Outputs[0]);
        Assert.Equal(input.Scale, bytes.Type.GetField(plan.Inputs[0].Property + "Scale")!.GetRawConstantValue());
        Assert.Equal(output.ZeroPoint, bytes.Type.GetField(plan.Outputs[0].Property + "ZeroPoint")!.GetRawConstantValue());
        Assert.DoesNotContain(plan.Steps, Converts);
        var steps = new StepCount(output.Scale);
        foreach (float[] image in FashionMnist.Images.Take(Images))
        {
            Compare(steps, output, (float[])floats.Run(image)[0], (byte[])bytes.Run(Array.ConvertAll(image, pixel => (byte)input.Quantize(pixel)))[0]);
        }

        steps.AssertApart(Rounded);
    }

    [Theory]
    [InlineData("lenet")]
    [InlineData("mobilenet")]
    public void Integers_of_16_bits_at_the_boundary_are_what_the_network_computes_with(string model)
    {
        (NetworkPlan plan, GeneratedNetwork network) = Compile(SampleNetwork.Options(model, "int16x8") with { Io = BoundaryForm.Quantized });
        using GeneratedNetwork shorts = network;
        (string xml, byte[] weights) = SampleNetwork.Parts(model, "int16x8");
        using var floats = GeneratedNetwork.Compile(xml, weights);
        Assert.Equal((ElementType.Int16, ElementType.Int16, 0, 0), (plan.Inputs[0].Type, plan.Outputs[0].Type, plan.Inputs[0].ZeroPoint, plan.Outputs[0].ZeroPoint));
        var input = new Quantization(plan.Inputs[0].Scale!.Value, 0, -short.MaxValue, short.MaxValue);
        var steps = new StepCount(plan.Outputs[0].Scale!.Value);
        foreach (float[] image in FashionMnist.Images.Take(Images))
        {
            var logits = (short[])shorts.Run(Array.ConvertAll(image, pixel => (short)input.Quantize(pixel)))[0];
            steps.Add(Array.ConvertAll(logits, code => code * plan.Outputs[0].Scale!.Value), (float[])floats.Run(image)[0]);
        }

        steps.AssertApart(1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_quantized_model_can_take_and_give_its_bytes(bool signed)
    {
        var model = new QuantizedModel(new Random(5), signed, operators: false);
        string path = Save(model.Output(model.Conv(model.Input(1, 3, 6, 6), [4, 3, 3, 3], "s8", 0.03f), 1, 4, 4, 4));
        var options = new CompressOptions { ModelPath = path, ClassName = "Bytes" };
        (NetworkPlan plan, GeneratedNetwork network) = Compile(options with { Io = BoundaryForm.Quantized });
        using GeneratedNetwork bytes = network;
        (_, GeneratedNetwork floats) = Compile(options);
        using GeneratedNetwork reference = floats;
        Assert.DoesNotContain(plan.Steps, Converts);
        byte[] input = new byte[108];
        new Random(6).NextBytes(input);
        var expected = (float[])reference.Run(Array.ConvertAll(input, code => Parameters(plan.Inputs[0]).Dequantize(code)))[0];
        Assert.Equal(expected, Array.ConvertAll((byte[])bytes.Run(input)[0], code => Parameters(plan.Outputs[0]).Dequantize(code)));
    }

    [Theory]
    [InlineData("lenet", "0", "127.5")]
    [InlineData("mobilenet", "72.9", "90")]
    [InlineData("mobilenet", "300", "90")]
    public void Pixels_are_brought_into_range_by_tables(string model, string mean, string std)
    {
        CompressOptions options = SampleNetwork.Options(model, "int8") with
        {
            Mean = OptionNames.ParseNumbers("Mean", mean),
            Std = OptionNames.ParseNumbers("Std", std),
        };
        Agree(options, FashionMnist.Images.Take(Images).Select(image => Array.ConvertAll(image, pixel => (byte)pixel)), tables: mean == "300" ? 1 : 0);
    }

    [Fact]
    public void Every_channel_has_its_own_table()
    {
        var random = new Random(3);
        byte[][] images = [.. Enumerable.Range(0, 20).Select(_ => Enumerable.Range(0, 3 * 10 * 12).Select(_ => (byte)random.Next(256)).ToArray())];
        string calibration = Path.Combine(folder, "calibration.npy");
        ZooInputs.WriteNpy(calibration, [1, 3, 10, 12], [.. images.Select(image => Array.ConvertAll(image, pixel => (float)pixel))]);
        Agree(
            new CompressOptions
            {
                ModelPath = Save(ColourNetwork(random)),
                ClassName = "Colours",
                CalibrationFiles = [calibration],
                Mean = [123.7f, 116.3f, 103.5f],
                Std = [58.4f, 57.1f, 57.4f],
            },
            images,
            tables: 3);
    }

    [Fact]
    public void What_cannot_be_is_said()
    {
        CompressOptions options = SampleNetwork.Options("lenet", "int8");
        Assert.Contains("needs scales", Error(options with { Io = BoundaryForm.Quantized, CalibrationFiles = [] }));
        Assert.Contains("1 channels", Error(options with { Mean = [1, 2, 3] }));
        Assert.Contains("not be 0", Error(options with { Std = [0] }));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    // Bytes in give what the same numbers as floats give; nothing but tables touches them on the way.
    private static void Agree(CompressOptions options, IEnumerable<byte[]> images, int tables)
    {
        (_, GeneratedNetwork floats) = Compile(options);
        using GeneratedNetwork reference = floats;
        (NetworkPlan plan, GeneratedNetwork network) = Compile(options with { Io = BoundaryForm.Quantized });
        using GeneratedNetwork bytes = network;
        Assert.Equal((ElementType.UInt8, 1f, 0), (plan.Inputs[0].Type, plan.Inputs[0].Scale!.Value, plan.Inputs[0].ZeroPoint));
        Assert.Equal(tables, plan.Steps.Count(step => step is LookupStep { Input.Space: Space.Input }));
        Assert.DoesNotContain(plan.Steps, Converts);
        Quantization output = Parameters(plan.Outputs[0]);
        var steps = new StepCount(output.Scale);
        foreach (byte[] image in images)
        {
            Compare(steps, output, (float[])reference.Run(Array.ConvertAll(image, pixel => (float)pixel))[0], (byte[])bytes.Run(image)[0]);
        }

        steps.AssertApart(Rounded);
    }

    // A last layer that gives floats rounds its bias to floats, one that gives bytes to integers.
    private static void Compare(StepCount steps, Quantization output, float[] expected, byte[] actual) =>
        steps.Add(Array.ConvertAll(actual, code => output.Dequantize(code)), Array.ConvertAll(expected, value => output.Dequantize(output.Quantize(value))));

    private static Quantization Parameters(Port port) => new(port.Scale!.Value, port.ZeroPoint);

    private static bool Converts(Step step) => step is ConvertStep convert && convert.InputType != convert.OutputType;

    private static byte[] ColourNetwork(Random random)
    {
        var builder = new OnnxGraphBuilder();
        builder.Graph.Input.Add(Describe("image", [1, 3, 10, 12]));
        builder.Add("Conv", "first", ["image", Weights("w1", 8, 3, 3, 3)], "a", OnnxGraphBuilder.Ints("pads", [1, 1, 1, 1]));
        builder.Add("Relu", "relu", ["a"], "b");
        builder.Add("Conv", "second", ["b", Weights("w2", 4, 8, 3, 3)], "y");
        builder.Graph.Output.Add(Describe("y", [1, 4, 8, 10]));
        var model = new ModelProto { IrVersion = 8, Graph = builder.Graph };
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = 17 });
        return Google.Protobuf.MessageExtensions.ToByteArray(model);

        string Weights(string name, params int[] shape) => builder.Constant(
            name, Tensor.Create([.. shape], [.. Enumerable.Range(0, ShapeArithmetic.Length(shape)).Select(_ => (random.NextSingle() - 0.5f) / 3)]));

        static ValueInfoProto Describe(string name, int[] shape)
        {
            var dims = new TensorShapeProto();
            dims.Dim.AddRange(shape.Select(extent => new Dimension { DimValue = extent }));
            return new ValueInfoProto
            {
                Name = name,
                Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = TensorProto.Types.DataType.Float, Shape = dims } },
            };
        }
    }

    private string Save(byte[] model)
    {
        string path = Path.Combine(folder, $"{Guid.NewGuid():N}.onnx");
        File.WriteAllBytes(path, model);
        return path;
    }

    private static (NetworkPlan Plan, GeneratedNetwork Network) Compile(CompressOptions options)
    {
        CompressResult result = ModelCompiler.Compile(options, _ => { });
        Assert.Empty(result.Warnings);
        return (result.Plan, GeneratedNetwork.Compile(PlanXml.Write(result.Plan), result.Weights));
    }

    private static string Error(CompressOptions options) =>
        Assert.Throws<CompilationException>(() => ModelCompiler.Compile(options, _ => { })).Message;
}
