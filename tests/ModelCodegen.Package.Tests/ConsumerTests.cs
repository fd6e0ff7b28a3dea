using System.IO.Compression;

namespace ModelCodegen.Package.Tests;

/// <summary>Projects as users have them: built without warnings, and run.</summary>
public sealed class ConsumerTests
{
    private const string Strict = "<TreatWarningsAsErrors>true</TreatWarningsAsErrors>";

    [Fact]
    public void ARealNetworkCompilesForTwoFrameworksAtOnceWithoutWarnings()
    {
        using var project = new TestProject(
            """
            <OnnxModel Include="models/net.onnx" Quantization="none" />
            <OnnxModel Include="models/lenet.onnx" Quantization="int8-dynamic" />
            """,
            Programs.Running("App.Net") + """
            using (var lenet = new App.Lenet())
            {
                var logits = new float[App.Lenet.LogitsLength];
                lenet.Run(new float[App.Lenet.PixelsLength], logits);
                bool shaped = App.Lenet.PixelsShape.SequenceEqual(new[] { 1, 1, 28, 28 }) && App.Lenet.LogitsShape.SequenceEqual(new[] { 1, 10 });
                Console.WriteLine($"{shaped} {logits.Distinct().Count() > 1} {App.Lenet.SourceSha256.Length} {App.Lenet.WeightBytes > 100_000} {App.Lenet.Sparsity < 0.1}");
            }
            """,
            Strict,
            frameworks: "net8.0;net10.0");
        project.AddSample("models/lenet.onnx");

        CommandResult result = project.Build().SucceededSilently();

        Assert.Equal(["App.Lenet", "App.Lenet", "App.Net", "App.Net"], result.Compressed);
        foreach (string framework in new[] { "net8.0", "net10.0" })
        {
            Assert.Equal("App.Net none 0.7 1.6 0.0 0.0\nTrue True 64 True True", project.RunProgram(targetFramework: framework));
        }

        Assert.Empty(project.Build().SucceededSilently().Compressed);
    }

    [Fact]
    public void PathsMayHoldAlmostAnythingAndOneModelMayBeListedSeveralTimes()
    {
        using var project = new TestProject(
            """
            <OnnxModel Include="models/ü #1 @net.onnx" Calibration="data ü/#*.npy" />
            <OnnxModel Include="models/ü #1 @net.onnx" ClassName="Float" Quantization="none" />
            <OnnxModel Include="models/ü #1 @net.onnx" ClassName="Float" Namespace="Other.class" Quantization="none" Accessibility="internal" />
            <OnnxModel Include="@net.onnx" Quantization="int8-dynamic" />
            """,
            Programs.Running("My_App__1.Ü1Net", "My_App__1.Float", "Other.@class.Float", "My_App__1.Net"),
            Strict,
            name: "My App #1",
            folder: "ü b #1 @home/c");
        project.WriteBytes("models/ü #1 @net.onnx", SmallModels.Dense());
        project.WriteBytes("@net.onnx", SmallModels.Dense());
        project.WriteBytes("data ü/#1 @x.npy", SmallModels.Npy(4, 8));

        project.Build().SucceededSilently();

        Assert.Equal(
            """
            My_App__1.Ü1Net int8 0.7 1.6 0.0 0.0
            My_App__1.Float none 0.7 1.6 0.0 0.0
            Other.class.Float none 0.7 1.6 0.0 0.0
            My_App__1.Net int8-dynamic 0.7 1.6 0.0 0.0
            """.ReplaceLineEndings("\n"),
            project.RunProgram());
        Assert.Empty(project.Build().SucceededSilently().Compressed);
    }

    [Fact]
    public void CalibrationDataMayBeArchives()
    {
        using var project = new TestProject("""<OnnxModel Include="models/net.onnx" Calibration="cal/*.npz" />""", Programs.Running("App.Net"), Strict);
        using (var stream = new MemoryStream())
        {
            using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
            using (Stream entry = archive.CreateEntry("x.npy").Open())
            {
                entry.Write(SmallModels.Npy(4, 8));
            }

            project.WriteBytes("cal/some.npz", stream.ToArray());
        }

        project.Build().SucceededSilently();

        Assert.Equal("App.Net int8 0.7 1.6 0.0 0.0", project.RunProgram());
        Assert.Contains("\"calibrationSamples\": 4,", File.ReadAllText(project.Output("App.Net.report.json")));
    }

    [Fact]
    public void PropertiesAreDefaultsForAllModelsAndMetadataWins()
    {
        using var project = new TestProject(
            """
            <OnnxModel Include="models/net.onnx" />
            <OnnxModel Include="models/net.onnx" ClassName="Dynamic" Quantization="int8-dynamic" Pruning="none" />
            """,
            Programs.Running("App.Net", "App.Dynamic") + "Console.WriteLine($\"{App.Net.Sparsity} {App.Dynamic.Sparsity < 0.2} {typeof(App.Net).IsPublic} {typeof(App.Dynamic).IsPublic}\");",
            """
            <ModelCodegenQuantization>int8</ModelCodegenQuantization>
            <ModelCodegenCalibration>data/*.npy</ModelCodegenCalibration>
            <ModelCodegenAccessibility>internal</ModelCodegenAccessibility>
            <ModelCodegenPruning>magnitude</ModelCodegenPruning>
            <ModelCodegenSparsity>0.5</ModelCodegenSparsity>
            <ModelCodegenPruneOnly>dense</ModelCodegenPruneOnly>
            """);

        project.Build().SucceededSilently();

        string[] lines = project.RunProgram().Split('\n');
        Assert.StartsWith("App.Net int8 ", lines[0], StringComparison.Ordinal);
        Assert.Equal("App.Dynamic int8-dynamic 0.7 1.6 0.0 0.0", lines[1]);
        Assert.Equal("0.5 True False False", lines[2]);
    }

    [Fact]
    public void ADebugBuildWarnsUnlessItIsToldNotTo()
    {
        using var project = new TestProject("<OnnxModel Include=\"models/net.onnx\" Quantization=\"none\" />", Programs.Running("App.Net"));

        string warning = Assert.Single(project.Build("-c", "Debug").Succeeded().Diagnostics);
        Assert.StartsWith($"{project.File} : warning MCG0001: ", warning, StringComparison.Ordinal);
        Assert.Equal("App.Net none 0.7 1.6 0.0 0.0", project.RunProgram("Debug"));

        project.Build("-c", "Debug", "--no-restore", "-p:NoWarn=MCG0001").SucceededSilently();
        project.Build("-c", "Debug", "--no-restore", "-p:ModelCodegenOptimize=true").SucceededSilently();

        CommandResult strict = project.Build("-c", "Debug", "--no-restore", "-p:TreatWarningsAsErrors=true").Succeeded();
        Assert.StartsWith($"{project.File} : warning MCG0001: ", Assert.Single(strict.Diagnostics), StringComparison.Ordinal);
    }

    [Fact]
    public void UnsafeCodeIsNeededOnlyWhereItIsAllowed()
    {
        using var project = new TestProject(
            "<OnnxModel Include=\"models/net.onnx\" Calibration=\"data/x.npy\" />",
            Programs.Running("App.Net"),
            Strict + "<ModelCodegenUnsafe>false</ModelCodegenUnsafe>");

        project.Build("-p:EmitCompilerGeneratedFiles=true").SucceededSilently();

        Assert.Equal("App.Net int8 0.7 1.6 0.0 0.0", project.RunProgram());
        string source = File.ReadAllText(Assert.Single(Directory.GetFiles(project.At("obj"), "App.Net.g.cs", SearchOption.AllDirectories)));
        Assert.DoesNotMatch(@"\bunsafe\b", string.Join('\n', source.Split('\n').Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal))));
    }

    [Fact]
    public void MissingCalibrationIsAVisibleWarning()
    {
        using var project = new TestProject("<OnnxModel Include=\"models/net.onnx\" />", Programs.Running("App.Net"));

        string warning = Assert.Single(project.Build().Succeeded().Diagnostics);

        Assert.StartsWith("models/net.onnx : warning MCG3001: ", warning, StringComparison.Ordinal);
        Assert.Equal("App.Net int8-dynamic 0.7 1.6 0.0 0.0", project.RunProgram());
    }

    [Fact]
    public void ATrimmedPublishIsSilentAndRuns()
    {
        using var project = new TestProject("<OnnxModel Include=\"models/net.onnx\" Calibration=\"data/x.npy\" />", Programs.Running("App.Net"), Strict);

        project.Run(
            "publish", "-nologo", "-tl:off", "-v:minimal", "-c", "Release", "-r", "linux-x64", "--self-contained", "-p:PublishTrimmed=true", "-p:TrimmerSingleWarn=false", "-o", project.At("published"))
            .SucceededSilently();

        string program = project.At(OperatingSystem.IsWindows() ? "published/App.exe" : "published/App");
        Assert.Equal("App.Net int8 0.7 1.6 0.0 0.0", DotNet.RunProgram(program).Succeeded().Output.Trim());
        Assert.False(File.Exists(project.At("published/ModelCodegen.Tasks.dll")) || File.Exists(project.At("published/modelcodegen.dll")));
    }
}
