namespace ModelCodegen.Package.Tests;

/// <summary>What a build does after another one: no more than it must, and all that it must.</summary>
public sealed class IncrementalBuildTests : IDisposable
{
    private const string TwoModels = """
        <OnnxModel Include="models/lenet.onnx" Quantization="int8-dynamic" />
        <OnnxModel Include="models/mobilenet.onnx" ClassName="Mobile" Quantization="int8-dynamic" />
        """;

    private readonly TestProject project = new TestProject(TwoModels, Programs.Listing);

    public void Dispose() => project.Dispose();

    [Fact]
    public void FirstBuildNoOpBuildAndClean()
    {
        CommandResult first = project.Build().SucceededSilently();
        Assert.Equal(["App.Lenet", "App.Mobile"], first.Compressed);
        Assert.Equal("App.Lenet\nApp.Mobile", project.RunProgram());
        string[] outputs = project.Outputs();
        Assert.Equal(
            [
                "App.Lenet.plan.xml", "App.Lenet.rsp", "App.Lenet.stamp", "App.Lenet.weights.bin",
                "App.Mobile.plan.xml", "App.Mobile.rsp", "App.Mobile.stamp", "App.Mobile.weights.bin",
                "tool.stamp",
            ],
            outputs);
        (string, DateTime)[] before = Times();

        CommandResult second = project.Build().SucceededSilently();
        Assert.Empty(second.Compressed);
        Assert.Equal(before, Times());

        project.Run("clean", "-nologo", "-c", "Release").Succeeded();
        Assert.Empty(project.Outputs());
    }

    [Fact]
    public void ATouchedModelIsCompressedAloneAndNothingIsCompiled()
    {
        project.Build().Succeeded();
        (string, DateTime)[] before = Times("stamp");
        DateTime mobileStamp = File.GetLastWriteTimeUtc(project.Output("App.Mobile.stamp"));

        File.SetLastWriteTimeUtc(project.At("models/lenet.onnx"), DateTime.UtcNow);
        CommandResult second = project.Build().SucceededSilently();

        Assert.Equal(["App.Lenet"], second.Compressed);
        Assert.Equal(before, Times("stamp"));
        Assert.Equal(mobileStamp, File.GetLastWriteTimeUtc(project.Output("App.Mobile.stamp")));
        Assert.Empty(project.Build().Succeeded().Compressed);
    }

    [Fact]
    public void AChangedOptionRecompressesItsModelAlone()
    {
        project.WriteText("Program.cs", Programs.Running("App.Lenet"));
        project.Build().Succeeded();
        Assert.Equal("App.Lenet int8-dynamic True", project.RunProgram());
        byte[] mobile = File.ReadAllBytes(project.Output("App.Mobile.plan.xml"));
        DateTime mobileTime = File.GetLastWriteTimeUtc(project.Output("App.Mobile.plan.xml"));

        project.SetModels(TwoModels.Replace("""lenet.onnx" Quantization="int8-dynamic" />""", """lenet.onnx" Quantization="none" />""", StringComparison.Ordinal));
        CommandResult second = project.Build().SucceededSilently();

        Assert.Equal(["App.Lenet"], second.Compressed);
        Assert.Equal("App.Lenet none True", project.RunProgram());
        Assert.Equal(mobile, File.ReadAllBytes(project.Output("App.Mobile.plan.xml")));
        Assert.Equal(mobileTime, File.GetLastWriteTimeUtc(project.Output("App.Mobile.plan.xml")));
    }

    [Fact]
    public void AddedModelsAppearAndRemovedModelsDisappear()
    {
        project.Build().Succeeded();

        project.SetModels(TwoModels + "\n<OnnxModel Include=\"models/lenet.onnx\" ClassName=\"Added\" Quantization=\"none\" />");
        CommandResult added = project.Build().SucceededSilently();
        Assert.Equal(["App.Added"], added.Compressed);
        Assert.Equal("App.Added\nApp.Lenet\nApp.Mobile", project.RunProgram());

        project.SetModels("<OnnxModel Include=\"models/lenet.onnx\" Quantization=\"int8-dynamic\" />");
        CommandResult removed = project.Build().SucceededSilently();
        Assert.Empty(removed.Compressed);
        Assert.Equal("App.Lenet", project.RunProgram());
        Assert.Equal(["App.Lenet.plan.xml", "App.Lenet.rsp", "App.Lenet.stamp", "App.Lenet.weights.bin", "tool.stamp"], project.Outputs());

        project.SetModels("");
        project.Build().SucceededSilently();
        Assert.Equal("", project.RunProgram());
        Assert.Empty(project.Outputs());
    }

    [Fact]
    public void AFailureLeavesThePreviousOutputsAndTheNextBuildRepairsThem()
    {
        project.Build().Succeeded();
        (string, DateTime)[] before = Times("stamp", "rsp");
        string[] files = project.Outputs();
        byte[] sound = File.ReadAllBytes(project.At("models/lenet.onnx"));

        project.WriteBytes("models/lenet.onnx", sound[..(sound.Length / 2)]);
        project.Build().FailedWith("models/lenet.onnx", "MCG1002");
        Assert.Equal(before, Times("stamp", "rsp"));
        Assert.Equal(files.Where(file => file != "App.Lenet.stamp"), project.Outputs());

        // An editor goes on with what there is; the next real build still knows that the model is to be compressed.
        project.DesignTimeBuild().Succeeded();
        project.Build().FailedWith("models/lenet.onnx", "MCG1002");

        project.WriteBytes("models/lenet.onnx", sound);
        Assert.Equal(["App.Lenet"], project.Build().SucceededSilently().Compressed);
        Assert.Equal(before, Times("stamp", "rsp"));

        File.Delete(project.Output("App.Mobile.weights.bin"));
        Assert.Equal(["App.Mobile"], project.Build().SucceededSilently().Compressed);
        Assert.Equal(files, project.Outputs());
    }

    /// <summary>When each output, and the assembly, was written; files with some endings left out.</summary>
    private (string Name, DateTime Written)[] Times(params string[] without) =>
    [
        .. project.Outputs().Where(file => !without.Any(file.EndsWith)).Select(file => (file, File.GetLastWriteTimeUtc(project.Output(file)))),
        ("assembly", File.GetLastWriteTimeUtc(project.Assembly())),
    ];
}
