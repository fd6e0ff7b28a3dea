using System.Text.RegularExpressions;
using System.Xml.Linq;
using ModelCodegen.Compiler.Import.Protobuf;

namespace ModelCodegen.Cli.Tests;

/// <summary><c>modelcodegen compress</c> on sound models.</summary>
public sealed partial class CompressTests : IDisposable
{
    private readonly Tool tool = new Tool();

    public void Dispose() => tool.Dispose();

    [Fact]
    public void BothFilesAreWrittenAndNamedByTheClass()
    {
        string model = tool.File("my-net.onnx", SmallModels.Dense());

        ToolResult result = tool.Run("compress", model, "--output", "out", "--namespace", "My.App", "--quantization", "none").Succeeded();

        Assert.Equal(["My.App.MyNet.plan.xml", "My.App.MyNet.report.html", "My.App.MyNet.report.json", "My.App.MyNet.weights.bin"], tool.Files("out"));
        XElement plan = XDocument.Load(tool.Path("out/My.App.MyNet.plan.xml")).Root!;
        Assert.Equal("plan", plan.Name.LocalName);
        Assert.True(new FileInfo(tool.Path("out/My.App.MyNet.weights.bin")).Length >= 32 * sizeof(float));
        Assert.Matches(Summary(), result.Lines[^1]);
    }

    [Fact]
    public void OutputsThatAreRightStayUntouched()
    {
        string model = tool.File("net.onnx", SmallModels.Dense());
        string[] arguments = ["compress", model, "-o", "out", "--quantization=int8-dynamic", "--emit-onnx", "out/qdq.onnx"];
        tool.Run(arguments).Succeeded();
        string[] files = ["out/Net.plan.xml", "out/Net.report.html", "out/Net.report.json", "out/Net.weights.bin", "out/qdq.onnx"];
        foreach (string file in files)
        {
            File.SetLastWriteTimeUtc(tool.Path(file), new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        }

        tool.Run(arguments).Succeeded();
        Assert.All(files, file => Assert.Equal(2020, File.GetLastWriteTimeUtc(tool.Path(file)).Year));

        tool.Run(["compress", tool.File("net.onnx", SmallModels.Dense(firstWeight: -0.75f)), .. arguments[2..]]).Succeeded();
        Assert.All(files, file => Assert.NotEqual(2020, File.GetLastWriteTimeUtc(tool.Path(file)).Year));
        Assert.Equal(5, tool.Files("out").Length);
    }

    [Fact]
    public void TheSameModelGivesTheSameBytesFromAnywhere()
    {
        byte[] model = SmallModels.Dense();
        tool.Run("compress", tool.File("a/net.onnx", model), "-o", "a", "--calibration", tool.File("a/x.npy", SmallModels.Npy(3, 8))).Succeeded();
        tool.Run("compress", tool.File("ü b/net.onnx", model), "-o", "ü b/c", "--calibration", tool.File("ü b/z.npy", SmallModels.Npy(3, 8))).Succeeded();

        foreach (string file in new[] { "Net.plan.xml", "Net.report.html", "Net.report.json", "Net.weights.bin" })
        {
            Assert.Equal(File.ReadAllBytes(tool.Path("a/" + file)), File.ReadAllBytes(tool.Path("ü b/c/" + file)));
        }
    }

    [Fact]
    public void BytesAtTheBoundaryHaveAScale()
    {
        string model = tool.File("net.onnx", SmallModels.Dense());

        tool.Run("compress", model, "-o", "out", "--io=quantized", "--calibration", tool.File("x.npy", SmallModels.Npy(3, 8))).Succeeded();

        XElement plan = XDocument.Load(tool.Path("out/Net.plan.xml")).Root!;
        XElement[] ports = [.. plan.Descendants("input").Concat(plan.Descendants("output"))];
        Assert.NotEmpty(ports);
        Assert.All(ports, port => Assert.NotNull(port.Attribute("scale")));
        Assert.All(ports, port => Assert.Equal("u-int8", (string?)port.Attribute("type")));
        Assert.Contains("IO=quantized", (string)plan.Attribute("options")!);
    }

    [Theory]
    [InlineData("int8", "u-int8")]
    [InlineData("int16x8", "int16")]
    public void IntegersAtTheBoundaryAreThoseOfTheScheme(string scheme, string type)
    {
        string model = tool.File("net.onnx", SmallModels.Dense());

        tool.Run("compress", model, "-o", "out", "--io=quantized", "--quantization", scheme, "--calibration", tool.File("x.npy", SmallModels.Npy(3, 8))).Succeeded();

        XElement plan = XDocument.Load(tool.Path("out/Net.plan.xml")).Root!;
        Assert.Equal(scheme, (string?)plan.Attribute("quantization"));
        Assert.All(plan.Descendants("input").Concat(plan.Descendants("output")), port => Assert.Equal(type, (string?)port.Attribute("type")));
    }

    [Theory]
    [InlineData("int8-weights", "int8", 32)]
    [InlineData("float16-weights", "float16", 64)]
    public void NarrowWeightsAreStoredAsSuch(string scheme, string type, int bytes)
    {
        string model = tool.File("net.onnx", SmallModels.Dense());

        tool.Run("compress", model, "-o", "out", "--quantization", scheme, "--emit-onnx", "narrow.onnx").Succeeded();

        XElement step = Assert.Single(XDocument.Load(tool.Path("out/Net.plan.xml")).Descendants("conv"));
        Assert.Equal(type, (string?)step.Attribute("narrow-weights"));
        Assert.Equal("float32", (string?)step.Attribute("input-type"));

        // 8 x 4 weights in a block of 8 channels, and a bias and a scale for each.
        Assert.Equal((2 * bytes) + (2 * 8 * sizeof(float)), new FileInfo(tool.Path("out/Net.weights.bin")).Length);
    }

    [Fact]
    public void NodesAreKeptIn16Bits()
    {
        string model = tool.File("net.onnx", SmallModels.Dense());

        tool.Run("compress", model, "-o", "out", "--keep-int16", "den*", "--calibration", tool.File("x.npy", SmallModels.Npy(3, 8))).Succeeded();

        XElement plan = XDocument.Load(tool.Path("out/Net.plan.xml")).Root!;
        Assert.Equal("int16", (string?)Assert.Single(plan.Descendants("conv")).Attribute("input-type"));
        Assert.Contains("KeepInt16=den*", (string)plan.Attribute("options")!);
    }

    [Fact]
    public void AResponseFileHoldsOneArgumentPerLineTakenLiterally()
    {
        const string Layer = "my \"dense\" ü --layer=1";
        string model = tool.File("a folder/nét \"1\".onnx", SmallModels.Dense(layer: Layer));
        string[] lines =
        [
            "compress",
            model,
            "--output=out put/ü",
            "--class=Net",
            "--keep-float=" + Layer,
            "--calibration=" + tool.File("a folder/#1 @2;%20.npy", SmallModels.Npy(2, 8)),
        ];
        string arguments = tool.File("ä r.rsp", System.Text.Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n"));

        tool.Run("@" + arguments).Succeeded();

        Assert.Equal(["Net.plan.xml", "Net.report.html", "Net.report.json", "Net.weights.bin"], tool.Files("out put/ü"));
    }

    [Fact]
    public void TheCompressedNetworkIsExportedAsOnnx()
    {
        string model = tool.File("net.onnx", SmallModels.Dense());
        string data = tool.File("x.npy", SmallModels.Npy(2, 8));

        tool.Run("compress", model, "-o", "out", "--calibration", data, "--emit-onnx", "qdq.onnx").Succeeded();

        ModelProto exported = ModelProto.Parser.ParseFrom(File.ReadAllBytes(tool.Path("qdq.onnx")));
        Assert.Contains(exported.Graph.Node, node => node.OpType == "QuantizeLinear");
        Assert.Contains(exported.Graph.Node, node => node.OpType == "DequantizeLinear");
        Assert.Equal(["x"], exported.Graph.Input.Select(input => input.Name));
    }

    [Fact]
    public void TheFilesBesideAModelAreListedForTheBuild()
    {
        string model = tool.File("net.onnx", SmallModels.DenseWithExternalWeights("w.bin"));
        string weights = tool.File("w.bin", SmallModels.Weights());

        tool.Run("compress", model, "-o", "out", "--quantization", "none").Succeeded();
        Assert.Equal(["Net.inputs", "Net.plan.xml", "Net.report.html", "Net.report.json", "Net.weights.bin"], tool.Files("out"));
        Assert.Equal([weights], File.ReadAllLines(tool.Path("out/Net.inputs")));

        tool.Run("compress", tool.File("net.onnx", SmallModels.Dense()), "-o", "out", "--quantization", "none").Succeeded();
        Assert.Equal(["Net.plan.xml", "Net.report.html", "Net.report.json", "Net.weights.bin"], tool.Files("out"));
    }

    [Fact]
    public void PruningSaysWhatItRemoved()
    {
        ToolResult result = tool.Run(
            "compress", Tool.LeNet, "-o", "out", "--quantization", "int8-dynamic", "--pruning", "block", "--sparsity", "0.5", "--prune-exclude", "conv1", "--prune-exclude", "dense2").Succeeded();

        Assert.Contains(result.Lines, line => line.StartsWith("lenet.onnx: ", StringComparison.Ordinal) && line.Contains("conv2", StringComparison.Ordinal));
        Assert.Contains(result.Lines, line => line.StartsWith("lenet.onnx: ", StringComparison.Ordinal) && line.Contains("dense1", StringComparison.Ordinal));
        Assert.DoesNotContain(result.Lines, line => line.Contains("conv1", StringComparison.Ordinal) || line.Contains("dense2", StringComparison.Ordinal));
    }

    [Fact]
    public void MissingCalibrationIsAWarningInMSBuildsForm()
    {
        string model = tool.File("net.onnx", SmallModels.Dense());

        ToolResult result = tool.Run("compress", model, "-o", "out").Succeeded();

        Assert.Contains(result.Lines, line => line.StartsWith($"{model} : warning MCG3001: ", StringComparison.Ordinal));
        Assert.Equal(["Net.plan.xml", "Net.report.html", "Net.report.json", "Net.weights.bin"], tool.Files("out"));
    }

    [Fact]
    public void InspectListsInputsNodesAndOutputs()
    {
        ToolResult result = tool.Run("inspect", Tool.LeNet).Succeeded();

        Assert.Equal("input   pixels: Float32 [1,1,28,28]", result.Lines[0]);
        Assert.Contains(result.Lines, line => Regex.IsMatch(line, @"^Conv +conv1: \[1,20,24,24\]  constants \[20,1,5,5\]"));
        Assert.Contains(result.Lines, line => Regex.IsMatch(line, @"^Gemm +dense2: \[1,10\]"));
        Assert.Equal("output  logits: [1,10]", result.Lines[^1]);
    }

    [GeneratedRegex(@"^my-net\.onnx -> My\.App\.MyNet: none, [\d,]+ -> [\d,]+ bytes \([\d.]+ %\), sparsity 0\.\d\d, \d+ steps, arena [\d,]+ bytes, [\d.]+ s$")]
    private static partial Regex Summary();
}
