namespace ModelCodegen.Package.Tests;

/// <summary>What users get to see when something about their items is wrong: a code, and the file that is at fault.</summary>
public sealed class ErrorTests : IClassFixture<ErrorTests.RestoredProject>
{
    private readonly TestProject project;

    public ErrorTests(RestoredProject restored) => project = restored.Project;

    [Theory]
    [InlineData("""<OnnxModel Include="models/net.onnx" /><OnnxModel Include="models/NET.onnx" />""", "App.csproj", "MCG2006")]
    [InlineData("""<OnnxModel Include="models/missing.onnx" />""", "models/missing.onnx", "MCG1001")]
    [InlineData("""<OnnxModel Include="models/net.onnx" Quantization="int7" />""", "App.csproj", "MCG2001")]
    [InlineData("""<OnnxModel Include="models/net.onnx" ClassName="my net" />""", "App.csproj", "MCG2001")]
    [InlineData("""<OnnxModel Include="models/net.onnx" KeepFloat="nosuch" Calibration="data/x.npy" />""", "App.csproj", "MCG2005")]
    [InlineData("""<OnnxModel Include="models/net.onnx" Calibration="nodata/*.npy" />""", "App.csproj", "MCG2002")]
    [InlineData("""<OnnxModel Include="models/net.onnx" Calibration="data/wrong.npy" />""", "data/wrong.npy", "MCG2004")]
    [InlineData("""<OnnxModel Include="models/empty.onnx" Quantization="none" />""", "models/empty.onnx", "MCG1002")]
    [InlineData("""<OnnxModel Include="models/nan.onnx" Quantization="none" />""", "models/nan.onnx", "MCG1010")]
    public void ErrorsHaveACodeAndAPlace(string models, string file, string code)
    {
        project.SetModels(models);

        CommandResult result = project.Build("--no-restore");

        result.FailedWith(file == "App.csproj" ? project.File : file, code);
        Assert.DoesNotContain(project.Outputs(), output => output.EndsWith(".plan.xml", StringComparison.Ordinal) || output.EndsWith(".weights.bin", StringComparison.Ordinal));
        Assert.False(File.Exists(project.Assembly()));
    }

    [Fact]
    public void AllUnsupportedOperatorsAreListedAtOnce()
    {
        project.SetModels("""<OnnxModel Include="models/unknown.onnx" Quantization="none" />""");

        CommandResult result = project.Build("--no-restore");

        result.Require(result.ExitCode != 0 && result.Diagnostics.Length == 2, "should have failed with two errors");
        Assert.All(result.Diagnostics, line => Assert.StartsWith("models/unknown.onnx : error MCG1004: node '", line, StringComparison.Ordinal));
    }

    /// <summary>A project without outputs, restored once.</summary>
    public sealed class RestoredProject : IDisposable
    {
        /// <summary>Writes and restores the project.</summary>
        public RestoredProject()
        {
            Project = new TestProject("", Programs.Listing);
            Project.WriteBytes("models/NET.onnx", SmallModels.Dense());
            Project.WriteBytes("models/empty.onnx", []);
            Project.WriteBytes("models/nan.onnx", SmallModels.Dense(float.NaN));
            Project.WriteBytes("models/unknown.onnx", SmallModels.Unknown());
            Project.WriteBytes("data/wrong.npy", SmallModels.Npy(4, 7));
            Project.Run("restore", "-nologo").Succeeded();
        }

        /// <summary>The project.</summary>
        internal TestProject Project { get; }

        /// <inheritdoc/>
        public void Dispose() => Project.Dispose();
    }
}
