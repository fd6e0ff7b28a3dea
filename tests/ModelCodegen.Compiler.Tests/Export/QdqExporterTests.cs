using ModelCodegen.Compiler.Compress;
using ModelCodegen.Compiler.Export;
using ModelCodegen.Compiler.Import.Protobuf;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Reference;

namespace ModelCodegen.Compiler.Tests.Export;

public sealed class QdqExporterTests
{
    [Theory]
    [InlineData(QuantizationScheme.Int8)]
    [InlineData(QuantizationScheme.Int8Dynamic)]
    public void Quantized_network_runs_elsewhere_and_stays_close_to_the_float_one(QuantizationScheme scheme)
    {
        var random = new Random(1);
        Graph normalized = Network(random).Normalize();
        Tensor[] samples = [.. Enumerable.Range(0, 8).Select(_ => ModelBuilder.Random(random, 1, 3, 12, 12))];
        using var folder = new TemporaryFolder();
        string calibration = folder.File("samples.npy");
        WriteNpy(calibration, samples);
        var options = new CompressOptions
        {
            ModelPath = "network.onnx",
            Quantization = scheme,
            CalibrationFiles = scheme == QuantizationScheme.Int8 ? [calibration] : [],
        };
        Compressed compressed = Compressor.Compress(normalized, options, [], _ => { }, CancellationToken.None);

        byte[] exported = QdqExporter.Export(compressed.Graph);

        ModelProto model = ModelProto.Parser.ParseFrom(exported);
        var producers = model.Graph.Node.SelectMany(node => node.Output.Select(output => (output, node))).ToDictionary(pair => pair.output, pair => pair.node);
        NodeProto[] layers = [.. model.Graph.Node.Where(node => node.OpType is "Conv" or "Gemm")];
        Assert.Equal(4, layers.Length);
        Assert.All(layers, layer => Assert.All(layer.Input.Take(2), input => Assert.Equal("DequantizeLinear", producers[input].OpType)));
        foreach (Tensor sample in samples)
        {
            var inputs = new Dictionary<string, Tensor> { ["x"] = sample };
            float[] expected = ReferenceEvaluator.Run(normalized, inputs)["y"].ToFloat();
            float[] actual = OnnxRuntimeOracle.Run(exported, inputs)["y"].ToFloat();
            float largest = expected.Max(Math.Abs);
            Assert.All(expected.Zip(actual), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, 0.1f * largest));
        }
    }

    [Fact]
    public void Network_of_floats_becomes_a_plain_model()
    {
        ModelProto model = ModelProto.Parser.ParseFrom(QdqExporter.Export(Network(new Random(2)).Normalize()));

        Assert.DoesNotContain(model.Graph.Node, node => node.OpType.Contains("Quantize", StringComparison.Ordinal));
        Assert.Equal(["x"], model.Graph.Input.Select(input => input.Name));
        Assert.Equal(["y"], model.Graph.Output.Select(output => output.Name));
        Assert.Equal([1L, 10L], model.Graph.Output[0].Type.TensorType.Shape.Dim.Select(dim => dim.DimValue));
    }

    private static ModelBuilder Network(Random random) => new ModelBuilder()
        .Input("x", 1, 3, 12, 12)
        .Output("y")
        .Constant("w1", ModelBuilder.Random(random, 8, 3, 3, 3))
        .Constant("b1", ModelBuilder.Random(random, 8))
        .Constant("w2", ModelBuilder.Random(random, 8, 1, 3, 3))
        .Constant("w3", ModelBuilder.Random(random, 8, 8, 1, 1))
        .Constant("w4", ModelBuilder.Random(random, 10, 16))
        .Constant("b4", ModelBuilder.Random(random, 10))
        .Node("Conv", "x w1 b1", "c1", ("pads", new[] { 1, 1, 1, 1 }))
        .Node("Relu", "c1", "r1")
        .Node("Conv", "r1 w2", "c2", ("pads", new[] { 1, 1, 1, 1 }), ("group", 8))
        .Node("HardSwish", "c2", "h2")
        .Node("Conv", "h2 w3", "c3")
        .Node("Add", "c3 r1", "a3")
        .Node("MaxPool", "a3", "m3", ("kernel_shape", new[] { 2, 2 }), ("strides", new[] { 2, 2 }))
        .Node("AveragePool", "r1", "p1", ("kernel_shape", new[] { 2, 2 }), ("strides", new[] { 2, 2 }))
        .Node("Concat", "m3 p1", "j", ("axis", 1))
        .Node("GlobalAveragePool", "j", "g")
        .Node("Flatten", "g", "f")
        .Node("Gemm", "f w4 b4", "y", ("transB", 1));

    private static void WriteNpy(string path, Tensor[] samples)
    {
        string header = $"{{'descr': '<f4', 'fortran_order': False, 'shape': ({samples.Length}, 3, 12, 12), }}".PadRight(117) + "\n";
        using var writer = new BinaryWriter(File.Create(path));
        writer.Write([0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0]);
        writer.Write((ushort)header.Length);
        writer.Write(System.Text.Encoding.ASCII.GetBytes(header));
        foreach (Tensor sample in samples)
        {
            writer.Write(sample.Bytes);
        }
    }
}
