namespace ModelCodegen.Cli.Tests;

/// <summary>
/// Whatever is wrong ends with exit code 1 and errors in MSBuild's form, each with its code, and leaves the outputs as they were.
/// </summary>
public sealed class FailureTests : IDisposable
{
    private readonly Tool tool = new Tool();

    public void Dispose() => tool.Dispose();

    [Theory]
    [InlineData("empty", "MCG1002")]
    [InlineData("no protobuf", "MCG1002")]
    [InlineData("missing model", "MCG1001")]
    [InlineData("NaN weight", "MCG1010")]
    [InlineData("infinite weight", "MCG1010")]
    [InlineData("missing calibration file", "MCG2002")]
    [InlineData("damaged calibration file", "MCG2003")]
    [InlineData("truncated calibration file", "MCG2003")]
    [InlineData("wrong calibration shape", "MCG2004")]
    [InlineData("unknown IO", "MCG2001")]
    [InlineData("bytes without scales", "MCG2001")]
    [InlineData("mean is no number", "MCG2001")]
    [InlineData("mean without a map", "MCG2001")]
    [InlineData("unknown quantization", "MCG2001")]
    [InlineData("unknown node", "MCG2005")]
    [InlineData("unknown node in 16 bits", "MCG2005")]
    [InlineData("16 bits without data", "MCG2001")]
    [InlineData("a node in 16 bits without data", "MCG2001")]
    [InlineData("a node in 16 bits among floats", "MCG2001")]
    [InlineData("sparsity without pruning", "MCG2001")]
    [InlineData("sparsity is no number", "MCG2001")]
    [InlineData("unknown calibration method", "MCG2001")]
    [InlineData("unknown recovery", "MCG2001")]
    [InlineData("budget without data", "MCG2001")]
    [InlineData("budget is no number", "MCG2001")]
    [InlineData("budget is negative", "MCG2001")]
    [InlineData("class is no identifier", "MCG2001")]
    [InlineData("unknown input", "MCG2001")]
    [InlineData("output folder is a file", "MCG2007")]
    public void DamagedInputsGiveTheirCode(string damage, string code)
    {
        string model = tool.Path("net.onnx");
        tool.File("net.onnx", damage switch
        {
            "empty" => [],
            "no protobuf" => [.. Enumerable.Range(0, 1000).Select(i => (byte)(i * 37))],
            "NaN weight" => SmallModels.Dense(float.NaN),
            "infinite weight" => SmallModels.Dense(float.NegativeInfinity),
            _ => SmallModels.Dense(),
        });
        if (damage == "missing model")
        {
            File.Delete(model);
        }

        string expectedFile = damage switch
        {
            "missing calibration file" => tool.Path("missing.npy"),
            "damaged calibration file" => tool.File("damaged.npy", [1, 2, 3]),
            "truncated calibration file" => tool.File("short.npy", SmallModels.Npy(2, 8)[..^1]),
            "wrong calibration shape" => tool.File("wrong.npy", SmallModels.Npy(2, 9)),
            _ when code is "MCG2001" or "MCG2005" => "app.csproj",
            _ => model,
        };
        string[] extra = damage switch
        {
            _ when expectedFile.EndsWith(".npy", StringComparison.Ordinal) => ["--calibration", expectedFile],
            "unknown quantization" => ["--quantization", "int7"],
            "unknown node" => ["--keep-float", "nosuch"],
            "unknown node in 16 bits" => ["--keep-int16", "nosuch"],
            "16 bits without data" => ["--quantization", "int16x8"],
            "a node in 16 bits without data" => ["--keep-int16", "dense"],
            "a node in 16 bits among floats" => ["--quantization", "float16-weights", "--keep-int16", "dense"],
            "sparsity without pruning" => ["--sparsity", "0.5"],
            "sparsity is no number" => ["--sparsity", "half"],
            "unknown calibration method" => ["--calibration-method", "guess"],
            "unknown recovery" => ["--recovery", "equalization,prayer"],
            "budget without data" => ["--max-accuracy-drop", "1"],
            "budget is no number" => ["--validation", tool.File("v.npy", SmallModels.Npy(2, 8)), "--max-accuracy-drop", "little"],
            "budget is negative" => ["--validation", tool.File("v.npy", SmallModels.Npy(2, 8)), "--max-accuracy-drop", "-1"],
            "class is no identifier" => ["--class", "a b"],
            "unknown input" => ["--input-shapes", "z:1x8"],
            "unknown IO" => ["--io", "bytes"],
            "bytes without scales" => ["--io", "quantized"],
            "mean is no number" => ["--mean", "1;x"],
            "mean without a map" => ["--mean", "1"],
            "output folder is a file" => ["--output", tool.File("file", [])],
            _ => [],
        };

        ToolResult result = tool.Run(["compress", model, "--project", "app.csproj", "--emit-onnx", "out/qdq.onnx", .. extra.Contains("--output") ? [] : new[] { "--output", "out" }, .. extra]);

        Assert.Equal(1, result.ExitCode);
        Assert.Equal("", result.Errors);
        Assert.Contains(result.Lines, line => line.StartsWith($"{expectedFile} : error {code}: ", StringComparison.Ordinal));
        Assert.All(result.Lines, line => Assert.Contains(" : error MCG", line, StringComparison.Ordinal));
        Assert.Empty(tool.Files("out"));
    }

    [Fact]
    public void ABudgetThatCannotHoldFailsWithFiguresAndRanking()
    {
        string data = Path.Combine(AppContext.BaseDirectory, "data", "calibration.npy");

        ToolResult result = tool.Run(
            "compress", Tool.LeNet, "-o", "out", "--pruning", "magnitude", "--sparsity", "0.95", "--calibration", data, "--validation", data, "--max-accuracy-drop", "0.5");

        Assert.Equal(1, result.ExitCode);
        Assert.Matches(@" : error MCG3006: MaxAccuracyDrop is 0\.5 points, .* drop \d+\.\d\d \+- \d+\.\d\d points.*Most sensitive .*conv1", result.Lines[^1]);
        Assert.Empty(tool.Files("out"));
    }

    [Fact]
    public void ATruncatedModelLeavesPreviousOutputsUntouched()
    {
        byte[] sound = SmallModels.Dense();
        string model = tool.File("net.onnx", sound);
        tool.Run("compress", model, "-o", "out", "--quantization", "none").Succeeded();
        string[] names = tool.Files("out");
        (byte[], DateTime)[] before = [.. names.Select(State)];

        // Each length is that of a broken file; what happens to end between two fields may lack a node or a weight instead.
        foreach (int length in new[] { 1, 3, sound.Length / 4, sound.Length / 2, (sound.Length * 3) / 4, sound.Length - 20, sound.Length - 1 })
        {
            tool.File("net.onnx", sound[..length]);

            ToolResult result = tool.Run("compress", model, "-o", "out", "--quantization", "none");

            Assert.True(result.ExitCode == 1, $"{length} bytes: exit code {result.ExitCode}\n{result.Output}{result.Errors}");
            Assert.All(result.Lines, line => Assert.StartsWith($"{model} : error MCG10", line, StringComparison.Ordinal));
            Assert.NotEmpty(result.Lines);
            Assert.Equal(names, tool.Files("out"));
            Assert.Equal(before, names.Select(State));
        }

        (byte[] Content, DateTime Written) State(string name) => (File.ReadAllBytes(tool.Path("out/" + name)), File.GetLastWriteTimeUtc(tool.Path("out/" + name)));
    }

    [Fact]
    public void AllUnsupportedOperatorsAreListedAtOnce()
    {
        string model = tool.File("net.onnx", SmallModels.Unknown());

        ToolResult result = tool.Run("compress", model, "-o", "out");

        Assert.Equal(1, result.ExitCode);
        Assert.Equal(2, result.Lines.Length);
        Assert.All(result.Lines, line => Assert.StartsWith($"{model} : error MCG1004: ", line, StringComparison.Ordinal));
        Assert.Contains(result.Lines, line => line.Contains("node 'first'", StringComparison.Ordinal) && line.Contains("Einstein", StringComparison.Ordinal));
        Assert.Contains(result.Lines, line => line.Contains("node 'second'", StringComparison.Ordinal) && line.Contains("Podolsky", StringComparison.Ordinal));
        Assert.Empty(tool.Files("out"));
    }

    [Fact]
    public void AWrongShapeNamesBothShapes()
    {
        string model = tool.File("net.onnx", SmallModels.Dense());

        ToolResult result = tool.Run("compress", model, "-o", "out", "--calibration", tool.File("wrong.npy", SmallModels.Npy(5, 7)));

        string line = Assert.Single(result.Lines);
        Assert.Contains("[5,7]", line, StringComparison.Ordinal);
        Assert.Contains("[1,8]", line, StringComparison.Ordinal);
    }

    [Fact]
    public void InspectReportsADamagedModel()
    {
        string model = tool.File("net.onnx", [1, 2, 3]);

        ToolResult result = tool.Run("inspect", model);

        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith($"{model} : error MCG1002: ", Assert.Single(result.Lines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("compress", "net.onnx", "--nosuch")]
    [InlineData("compress")]
    [InlineData("nosuch")]
    [InlineData("@nosuch.rsp")]
    public void AWrongCommandLineFails(params string[] arguments)
    {
        ToolResult result = tool.Run(arguments);

        Assert.NotEqual(0, result.ExitCode);
        Assert.NotEqual("", result.Errors);
    }
}
