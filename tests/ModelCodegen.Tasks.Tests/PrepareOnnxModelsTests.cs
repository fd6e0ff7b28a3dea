using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace ModelCodegen.Tasks.Tests;

/// <summary>What the task makes of items: defaults, names, response files and errors.</summary>
public sealed class PrepareOnnxModelsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("modelcodegen-tasks-").FullName;
    private readonly RecordingBuildEngine engine = new RecordingBuildEngine();
    private readonly List<ITaskItem> defaults = [];
    private readonly List<ITaskItem> calibrationFiles = [];
    private readonly List<ITaskItem> validationFiles = [];

    private string OutputFolder => Path.Combine(folder, "obj", "modelcodegen") + Path.DirectorySeparatorChar;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void AnItemWithoutMetadataGetsEveryDefault()
    {
        string model = File("mobilenet_v2-7.onnx");

        ITaskItem prepared = Assert.Single(Prepare(Item(model)));

        Assert.Equal(model, prepared.ItemSpec);
        Assert.Equal("App.MobilenetV27", prepared.GetMetadata("Class"));
        Assert.Equal(Path.Combine(OutputFolder, "App.MobilenetV27.plan.xml"), prepared.GetMetadata("Plan"));
        Assert.Equal(Path.Combine(OutputFolder, "App.MobilenetV27.weights.bin"), prepared.GetMetadata("Weights"));
        Assert.Equal(Path.Combine(OutputFolder, "App.MobilenetV27.stamp"), prepared.GetMetadata("Stamp"));
        Assert.Equal("", prepared.GetMetadata("Data"));
        Assert.Equal(
            ["compress", model, "--output=" + OutputFolder, "--class=MobilenetV27", "--namespace=App", "--project=app.csproj"],
            Arguments(prepared));
    }

    [Fact]
    public void EveryMetadataReachesTheResponseFileOnALineOfItsOwn()
    {
        string model = File("net.onnx");
        string[] data = [File("b.npy"), File("a;ü.npy")];
        foreach (string file in data)
        {
            AddCalibration(model, "*.npy", file);
        }

        string validation = File("test.npz");
        validationFiles.Add(Item(validation, ("Model", model), ("Pattern", "test.npz")));

        ITaskItem prepared = Assert.Single(Prepare(Item(
            model,
            ("ClassName", "Digits"),
            ("Namespace", "My.App.class"),
            ("Accessibility", "internal"),
            ("InputShapes", "x:1x3;\n  N=4"),
            ("Quantization", "int8"),
            ("KeepFloat", "conv 1; \"dense\" ;;@x"),
            ("KeepInt16", "first;last*"),
            ("Calibration", "*.npy"),
            ("IO", "quantized"),
            ("Mean", "1;2.5"),
            ("Std", "3"),
            ("CalibrationMethod", "minmax"),
            ("Recovery", "equalization; bias-correction"),
            ("Validation", "test.npz"),
            ("MaxAccuracyDrop", "0.5"),
            ("Pruning", "block"),
            ("Sparsity", "0.5"),
            ("PruneOnly", "a=b;--c"),
            ("PruneExclude", "ü"))));

        Assert.Equal("My.App.@class.Digits", prepared.GetMetadata("Class"));
        Assert.Equal(
            [
                "compress",
                model,
                "--output=" + OutputFolder,
                "--class=Digits",
                "--namespace=My.App.@class",
                "--project=app.csproj",
                "--accessibility=internal",
                "--input-shapes=x:1x3;   N=4",
                "--quantization=int8",
                "--keep-float=conv 1",
                "--keep-float=\"dense\"",
                "--keep-float=@x",
                "--keep-int16=first",
                "--keep-int16=last*",
                "--io=quantized",
                "--mean=1;2.5",
                "--std=3",
                "--calibration-method=minmax",
                "--recovery=equalization, bias-correction",
                "--max-accuracy-drop=0.5",
                "--pruning=block",
                "--sparsity=0.5",
                "--prune-only=a=b",
                "--prune-only=--c",
                "--prune-exclude=ü",
                "--calibration=" + data[1],
                "--calibration=" + data[0],
                "--validation=" + validation,
            ],
            Arguments(prepared));

        // MSBuild splits the metadata, in its escaped form, into the target's inputs.
        Assert.Equal([data[1].Replace(";", "%3b"), data[0], validation], ((ITaskItem2)prepared).GetMetadataValueEscaped("Data").Split(';'));
    }

    [Theory]
    [InlineData("-net.onnx", "./-net.onnx")]
    [InlineData("@net.onnx", "./@net.onnx")]
    public void ANameThatLooksLikeAnOptionOrAResponseFileGetsAPathBeforeIt(string name, string argument)
    {
        string current = Directory.GetCurrentDirectory();
        Directory.SetCurrentDirectory(folder);
        try
        {
            File(name);
            Assert.Equal(argument, Arguments(Assert.Single(Prepare(Item(name))))[1]);
        }
        finally
        {
            Directory.SetCurrentDirectory(current);
        }
    }

    [Fact]
    public void PropertiesAreDefaultsAndMetadataWins()
    {
        string model = File("net.onnx");
        Default("Quantization", "none");
        Default("Accessibility", " internal ");

        IReadOnlyList<ITaskItem> prepared = Prepare(Item(model, ("ClassName", "A")), Item(model, ("ClassName", "B"), ("Quantization", "int8-dynamic")));

        Assert.Contains("--quantization=none", Arguments(prepared[0]));
        Assert.Contains("--quantization=int8-dynamic", Arguments(prepared[1]));
        Assert.All(prepared, item => Assert.Contains("--accessibility=internal", Arguments(item)));
    }

    [Fact]
    public void AModelThatTurnsPruningOffTakesNoneOfItsDefaults()
    {
        string model = File("net.onnx");
        Default("Pruning", "block");
        Default("Sparsity", "0.5");
        Default("PruneOnly", "a;b");
        Default("PruneExclude", "c");

        IReadOnlyList<ITaskItem> prepared = Prepare(
            Item(model, ("ClassName", "A")),
            Item(model, ("ClassName", "B"), ("Pruning", "none")),
            Item(model, ("ClassName", "C"), ("Pruning", "none"), ("Sparsity", "0.25")));

        Assert.Equal(["--pruning=block", "--sparsity=0.5", "--prune-only=a", "--prune-only=b", "--prune-exclude=c"], Arguments(prepared[0])[6..]);
        Assert.Equal(["--pruning=none"], Arguments(prepared[1])[6..]);
        Assert.Equal(["--pruning=none", "--sparsity=0.25"], Arguments(prepared[2])[6..]);
    }

    [Fact]
    public void ItemsComeOutSortedByClass()
    {
        string model = File("net.onnx");

        IReadOnlyList<ITaskItem> prepared = Prepare(
            Item(model, ("ClassName", "b")), Item(model, ("ClassName", "C")), Item(model, ("ClassName", "a")), Item(model, ("ClassName", "C"), ("Namespace", "A")));

        Assert.Equal(["A.C", "App.C", "App.a", "App.b"], prepared.Select(item => item.GetMetadata("Class")));
    }

    [Fact]
    public void ResponseFilesAreWrittenOnlyWhenDifferent()
    {
        string model = File("net.onnx");
        string arguments = Assert.Single(Prepare(Item(model))).GetMetadata("Arguments");
        DateTime old = DateTime.UtcNow.AddDays(-1);
        System.IO.File.SetLastWriteTimeUtc(arguments, old);
        DateTime stored = System.IO.File.GetLastWriteTimeUtc(arguments);

        Prepare(Item(model));
        Assert.Equal(stored, System.IO.File.GetLastWriteTimeUtc(arguments));

        Prepare(Item(model, ("Quantization", "none")));
        Assert.NotEqual(stored, System.IO.File.GetLastWriteTimeUtc(arguments));
        Assert.Contains("--quantization=none", System.IO.File.ReadAllLines(arguments));
    }

    [Fact]
    public void AStampWithoutItsOutputsIsDeleted()
    {
        string model = File("net.onnx");
        ITaskItem prepared = Assert.Single(Prepare(Item(model)));
        foreach (string output in new[] { "Plan", "Weights", "ReportPage", "ReportData", "Stamp" })
        {
            System.IO.File.WriteAllText(prepared.GetMetadata(output), "");
        }

        Prepare(Item(model));
        Assert.True(System.IO.File.Exists(prepared.GetMetadata("Stamp")));

        System.IO.File.Delete(prepared.GetMetadata("Weights"));
        Prepare(Item(model));
        Assert.False(System.IO.File.Exists(prepared.GetMetadata("Stamp")));
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("true", true)]
    [InlineData("false", false)]
    public void ReportsAreOutputsUnlessTurnedOff(string report, bool written)
    {
        ITaskItem prepared = Assert.Single(Prepare(Item(File("net.onnx"), ("Report", report))));
        Assert.Equal(written, prepared.GetMetadata("ReportPage").Length > 0 && prepared.GetMetadata("ReportData").Length > 0);
        Assert.Equal(report.Length > 0, System.IO.File.ReadAllLines(prepared.GetMetadata("Arguments")).Contains("--report=" + report));
    }

    [Fact]
    public void AllErrorsAreListedAtOnce()
    {
        string model = File("net.onnx");
        string missing = Path.Combine(folder, "missing.onnx");
        AddCalibration(model, "c", Path.Combine(folder, "missing.npy"));

        PrepareOnnxModels task = Task(
            Item(missing),
            Item(model, ("ClassName", "no name")),
            Item(model, ("ClassName", "NoData"), ("Calibration", "*.npy")),
            Item(model, ("ClassName", "NoFile"), ("Calibration", "c")),
            Item(model, ("ClassName", "Twice")),
            Item(model, ("ClassName", "TWICE")));

        Assert.False(task.Execute());
        Assert.Equal(
            [("MCG1001", missing), ("MCG2001", "app.csproj"), ("MCG2002", "app.csproj"), ("MCG2002", "app.csproj"), ("MCG2006", "app.csproj")],
            engine.Errors.Select(error => (error.Code, error.File)));
        Assert.Contains("'NoName'", engine.Errors[1].Message, StringComparison.Ordinal);
        Assert.Contains("'*.npy'", engine.Errors[2].Message, StringComparison.Ordinal);
        Assert.Contains("missing.npy'", engine.Errors[3].Message, StringComparison.Ordinal);
        Assert.Contains("net.onnx", engine.Errors[4].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SoundModelsArePreparedBesideBrokenOnes()
    {
        // A design-time build goes on with them.
        PrepareOnnxModels task = Task(Item(Path.Combine(folder, "missing.onnx")), Item(File("net.onnx")));

        Assert.False(task.Execute());
        Assert.Equal("App.Net", Assert.Single(task.Prepared).GetMetadata("Class"));
    }

    private static TaskItem Item(string path, params (string Name, string Value)[] metadata)
    {
        var item = new TaskItem(path);
        foreach ((string name, string value) in metadata)
        {
            item.SetMetadata(name, value);
        }

        return item;
    }

    private static string[] Arguments(ITaskItem prepared) => System.IO.File.ReadAllLines(prepared.GetMetadata("Arguments"));

    private ITaskItem[] Prepare(params ITaskItem[] models)
    {
        PrepareOnnxModels task = Task(models);
        Assert.True(task.Execute(), string.Join('\n', engine.Errors.Select(error => error.Message)));
        return task.Prepared;
    }

    private PrepareOnnxModels Task(params ITaskItem[] models) => new PrepareOnnxModels
    {
        BuildEngine = engine,
        Models = models,
        Defaults = [.. defaults],
        CalibrationFiles = [.. calibrationFiles],
        ValidationFiles = [.. validationFiles],
        RootNamespace = "App",
        OutputFolder = OutputFolder,
        ProjectFile = "app.csproj",
    };

    private void Default(string name, string value) => defaults.Add(Item(name, ("Value", value)));

    private void AddCalibration(string model, string pattern, string file) => calibrationFiles.Add(Item(file, ("Model", model), ("Pattern", pattern)));

    private string File(string name)
    {
        string path = Path.Combine(folder, name);
        System.IO.File.WriteAllText(path, "");
        return path;
    }
}
