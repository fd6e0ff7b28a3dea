using System.Text.Json;

namespace ModelCodegen.Cli.Tests;

/// <summary><c>modelcodegen compare</c>.</summary>
public sealed class CompareTests : IDisposable
{
    private static readonly string[] Labelled = [Data("test-images.idx3-ubyte.gz"), Data("test-labels.idx1-ubyte.gz")];

    private readonly Tool tool = new Tool();

    public void Dispose() => tool.Dispose();

    [Fact]
    public void OnnxRuntimeStandsBesideOurs()
    {
        string[] arguments = ["compare", Tool.LeNet, "--data", .. Labelled, "--samples=200", "--calibration", Data("calibration.npy"), "--onnxruntime", AppContext.BaseDirectory];

        ToolResult result = tool.Run([.. arguments, "--json=a.json"]).Succeeded();

        JsonElement report = Json("a.json");
        Assert.Equal(200, report.GetProperty("samples").GetInt32());
        Assert.Equal(512, report.GetProperty("calibrationSamples").GetInt32());
        JsonElement[] networks = [.. report.GetProperty("networks").EnumerateArray()];
        Assert.Equal(["ONNX Runtime float", "ONNX Runtime int8", "ModelCodegen float", "ModelCodegen int8"], networks.Select(network => network.GetProperty("name").GetString()));

        // LeNet has 91 % of the test images right, whoever computes it; two float evaluations differ by roundings, int8 by codes.
        // ONNX Runtime's sums saturate on some processors.
        Assert.All(networks, network => Assert.InRange(network.GetProperty("top1").GetDouble(), 85, 98));
        Assert.Equal(JsonValueKind.Null, networks[0].GetProperty("sqnr").ValueKind);
        Assert.InRange(networks[1].GetProperty("sqnr").GetDouble(), 10, 60);
        Assert.InRange(networks[2].GetProperty("sqnr").GetDouble(), 100, 160);
        Assert.InRange(networks[3].GetProperty("sqnr").GetDouble(), 25, 60);
        Assert.Equal(100, networks[2].GetProperty("agreement").GetDouble());
        Assert.InRange(networks[1].GetProperty("bytes").GetInt64(), 100_000, networks[0].GetProperty("bytes").GetInt64() / 3);
        Assert.InRange(networks[3].GetProperty("bytes").GetInt64(), 100_000, networks[0].GetProperty("bytes").GetInt64() / 3);

        JsonElement[] layers = [.. report.GetProperty("layers").EnumerateArray()];
        Assert.Equal(7, layers.Length);
        Assert.All(layers, layer => Assert.InRange(layer.GetProperty("onnxRuntimeSqnr").GetDouble(), 10, 60));
        double[] ours = [.. layers.Select(layer => layer.GetProperty("sqnr").GetDouble())];
        Assert.Equal(ours.Order(), ours);
        Assert.Contains(result.Lines, line => line.StartsWith("ONNX Runtime int8 ", StringComparison.Ordinal));
        Assert.Contains(result.Lines, line => line.StartsWith("conv2, relu2 ", StringComparison.Ordinal));

        tool.Run([.. arguments, "--json=b.json"]).Succeeded();
        Assert.Equal(File.ReadAllBytes(tool.Path("a.json")), File.ReadAllBytes(tool.Path("b.json")));
    }

    [Fact]
    public void WithoutOnnxRuntimeOursIsComparedWithItsFloats()
    {
        ToolResult result = tool.Run("compare", Tool.LeNet, "--data", Data("calibration.npy"), "--samples=32", "--json=a.json").Succeeded();

        JsonElement[] networks = [.. Json("a.json").GetProperty("networks").EnumerateArray()];
        Assert.Equal(["ModelCodegen float", "ModelCodegen int8"], networks.Select(network => network.GetProperty("name").GetString()));
        Assert.Equal(JsonValueKind.Null, networks[0].GetProperty("sqnr").ValueKind);
        Assert.InRange(networks[1].GetProperty("sqnr").GetDouble(), 25, 60);
        Assert.All(networks, network => Assert.Equal(JsonValueKind.Null, network.GetProperty("top1").ValueKind));
        Assert.Single(result.Lines, line => line.Contains("--onnxruntime", StringComparison.Ordinal));
        Assert.Single(result.Lines, line => line.Contains("--calibration", StringComparison.Ordinal));
    }

    [Fact]
    public void PreprocessingIsDoneForOnnxRuntimeToo()
    {
        tool.Run("compare", Tool.LeNet, "--data", Data("calibration.npy"), "--samples=16", "--mean=30", "--std=2", "--quantization=none", "--onnxruntime", AppContext.BaseDirectory, "--json=a.json").Succeeded();

        JsonElement[] networks = [.. Json("a.json").GetProperty("networks").EnumerateArray()];
        Assert.InRange(networks[2].GetProperty("sqnr").GetDouble(), 100, 160);
        Assert.InRange(networks[3].GetProperty("sqnr").GetDouble(), 100, 160);
    }

    [Fact]
    public void OnlyTheWorstLayersAreShownUnlessAllAreWanted()
    {
        string[] arguments = ["compare", Path.Combine(AppContext.BaseDirectory, "models", "mobilenet.onnx"), "--data", Data("calibration.npy"), "--samples=2", "--recovery=none"];

        Assert.Equal(15, Blocks(tool.Run(arguments).Succeeded()));
        Assert.InRange(Blocks(tool.Run([.. arguments, "--all"]).Succeeded()), 20, 60);

        static int Blocks(ToolResult result) =>
            result.Lines.SkipWhile(line => !line.StartsWith("layer ", StringComparison.Ordinal)).Count() - 1;
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void AFolderWithoutOnnxRuntimeIsAnError(bool hasAnother)
    {
        string folder = tool.Path("bin");
        if (hasAnother)
        {
            tool.File("bin/Microsoft.ML.OnnxRuntime.dll", [1, 2, 3]);
        }

        ToolResult result = tool.Run("compare", Tool.LeNet, "--data", Data("calibration.npy"), "--onnxruntime", folder);

        Assert.Equal(1, result.ExitCode);
        Assert.Equal("", result.Errors);
        Assert.StartsWith($"{folder} : error MCG2002: ONNX Runtime cannot be loaded: ", Assert.Single(result.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public void WithoutTheNativeLibraryTheErrorSaysSo()
    {
        string folder = tool.Path("bin");
        foreach (string file in new[] { "Microsoft.ML.OnnxRuntime.dll", "System.Numerics.Tensors.dll" })
        {
            tool.File("bin/" + file, File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, file)));
        }

        ToolResult result = tool.Run("compare", Tool.LeNet, "--data", Data("calibration.npy"), "--onnxruntime", folder);

        Assert.Equal(1, result.ExitCode);
        string error = Assert.Single(result.Lines);
        Assert.StartsWith($"{folder} : error MCG2002: ", error, StringComparison.Ordinal);
        Assert.Contains("'onnxruntime", error, StringComparison.Ordinal);
    }

    [Fact]
    public void AQuantizedModelHasNoFloatsToCompareWith()
    {
        tool.Run("compress", Tool.LeNet, "-o", "out", "--calibration", Data("calibration.npy"), "--recovery=none", "--report=false", "--emit-onnx=int8.onnx").Succeeded();

        ToolResult result = tool.Run("compare", tool.Path("int8.onnx"), "--data", Data("calibration.npy"));

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(result.Lines, line => line.StartsWith($"{tool.Path("int8.onnx")} : error MCG2001: The model is quantized already", StringComparison.Ordinal));
    }

    private static string Data(string name) => Path.Combine(AppContext.BaseDirectory, "data", name);

    private JsonElement Json(string name) => JsonDocument.Parse(File.ReadAllBytes(tool.Path(name))).RootElement;
}
