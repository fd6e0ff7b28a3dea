namespace ModelCodegen.Package.Tests;

/// <summary>What a build does after another one: no more than it must, and all that it must.</summary>
public sealed class IncrementalBuildTests : IDisposable
{
    private const string TwoModels = """
        <OnnxModel Include="models/net.onnx" Quantization="int8-dynamic" />
        <OnnxModel Include="models/other.onnx" Quantization="int8-dynamic" />
        """;

    private readonly TestProject project = new TestProject(TwoModels, Programs.Listing);

    public IncrementalBuildTests() => project.WriteBytes("models/other.onnx", SmallModels.Dense(firstWeight: -0.25f));

    public void Dispose() => project.Dispose();

    [Fact]
    public void FirstBuildNoOpBuildAndClean()
    {
        CommandResult first = project.Build().SucceededSilently();
        Assert.Equal(["App.Net", "App.Other"], first.Compressed);
        Assert.Equal("App.Net\nApp.Other", project.RunProgram());
        string[] outputs = project.Outputs();
        Assert.Equal(
            [
                "App.Net.plan.xml", "App.Net.report.html", "App.Net.report.json", "App.Net.rsp", "App.Net.stamp", "App.Net.weights.bin",
                "App.Other.plan.xml", "App.Other.report.html", "App.Other.report.json", "App.Other.rsp", "App.Other.stamp", "App.Other.weights.bin",
                "tool.stamp",
            ],
            outputs);
        (string, DateTime)[] before = Times();

        CommandResult second = project.Build().SucceededSilently();
        Assert.Empty(second.Compressed);
        Assert.Equal(before, Times());

        // Another version of the package lies in another folder.
        File.WriteAllText(project.Output("tool.stamp"), "/other/version/modelcodegen.dll");
        Assert.Equal(["App.Net", "App.Other"], project.Build().SucceededSilently().Compressed);

        project.Run("clean", "-nologo", "-c", "Release").Succeeded();
        Assert.Empty(project.Outputs());
    }

    [Fact]
    public void ATouchedModelIsCompressedAloneAndNothingIsCompiled()
    {
        project.Build().Succeeded();
        (string, DateTime)[] before = Times("stamp");
        DateTime otherStamp = File.GetLastWriteTimeUtc(project.Output("App.Other.stamp"));

        File.SetLastWriteTimeUtc(project.At("models/net.onnx"), DateTime.UtcNow);
        CommandResult second = project.Build().SucceededSilently();

        Assert.Equal(["App.Net"], second.Compressed);
        Assert.Equal(before, Times("stamp"));
        Assert.Equal(otherStamp, File.GetLastWriteTimeUtc(project.Output("App.Other.stamp")));
        Assert.Empty(project.Build().Succeeded().Compressed);
    }

    [Fact]
    public void AModelIsCompressedAgainWhenAFileBesideItChanges()
    {
        project.WriteBytes("models/net.onnx", SmallModels.DenseWithExternalWeights("w.bin"));
        project.WriteBytes("models/w.bin", SmallModels.Weights());
        project.WriteText("Program.cs", Programs.Running("App.Net"));
        project.Build().SucceededSilently();
        Assert.Empty(project.Build().SucceededSilently().Compressed);

        project.WriteBytes("models/w.bin", SmallModels.Weights(first: 1.5f));
        Assert.Equal(["App.Net"], project.Build().SucceededSilently().Compressed);
        Assert.Equal("App.Net int8-dynamic 1.7 1.6 0.0 0.0", project.RunProgram());
    }

    [Fact]
    public void AChangedOptionRecompressesItsModelAlone()
    {
        project.WriteText("Program.cs", Programs.Running("App.Net"));
        project.Build().Succeeded();
        Assert.Equal("App.Net int8-dynamic 0.7 1.6 0.0 0.0", project.RunProgram());
        byte[] other = File.ReadAllBytes(project.Output("App.Other.plan.xml"));
        DateTime otherTime = File.GetLastWriteTimeUtc(project.Output("App.Other.plan.xml"));

        project.SetModels(TwoModels.Replace("""net.onnx" Quantization="int8-dynamic" />""", """net.onnx" Quantization="none" />""", StringComparison.Ordinal));
        CommandResult second = project.Build().SucceededSilently();

        Assert.Equal(["App.Net"], second.Compressed);
        Assert.Equal("App.Net none 0.7 1.6 0.0 0.0", project.RunProgram());
        Assert.Equal(other, File.ReadAllBytes(project.Output("App.Other.plan.xml")));
        Assert.Equal(otherTime, File.GetLastWriteTimeUtc(project.Output("App.Other.plan.xml")));
    }

    [Fact]
    public void AddedModelsAppearAndRemovedModelsDisappear()
    {
        project.Build().Succeeded();

        project.SetModels(TwoModels + "\n<OnnxModel Include=\"models/net.onnx\" ClassName=\"Added\" Quantization=\"none\" />");
        CommandResult added = project.Build().SucceededSilently();
        Assert.Equal(["App.Added"], added.Compressed);
        Assert.Equal("App.Added\nApp.Net\nApp.Other", project.RunProgram());

        project.SetModels("<OnnxModel Include=\"models/net.onnx\" Quantization=\"int8-dynamic\" />");
        CommandResult removed = project.Build().SucceededSilently();
        Assert.Empty(removed.Compressed);
        Assert.Equal("App.Net", project.RunProgram());
        Assert.Equal(["App.Net.plan.xml", "App.Net.report.html", "App.Net.report.json", "App.Net.rsp", "App.Net.stamp", "App.Net.weights.bin", "tool.stamp"], project.Outputs());

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
        byte[] sound = File.ReadAllBytes(project.At("models/net.onnx"));

        project.WriteBytes("models/net.onnx", sound[..(sound.Length / 2)]);
        project.Build().FailedWith("models/net.onnx", "MCG1002");
        Assert.Equal(before, Times("stamp", "rsp"));
        Assert.Equal(files.Where(file => file != "App.Net.stamp"), project.Outputs());

        // An editor goes on with what there is; the next real build still knows that the model is to be compressed.
        project.DesignTimeBuild().Succeeded();
        project.Build().FailedWith("models/net.onnx", "MCG1002");

        project.WriteBytes("models/net.onnx", sound);
        Assert.Equal(["App.Net"], project.Build().SucceededSilently().Compressed);
        Assert.Equal(before, Times("stamp", "rsp"));

        File.Delete(project.Output("App.Other.weights.bin"));
        Assert.Equal(["App.Other"], project.Build().SucceededSilently().Compressed);
        Assert.Equal(files, project.Outputs());
    }

    [Fact]
    public void ReportsAreMadeAgainWhenTheyAreGoneAndLeftOutOnRequest()
    {
        const string Report = "App.Net.report.html";
        project.Build().SucceededSilently();
        File.Delete(project.Output(Report));
        Assert.Equal(["App.Net"], project.Build().SucceededSilently().Compressed);
        Assert.Contains(Report, project.Outputs());

        Assert.Equal(["App.Net", "App.Other"], project.Build("-p:ModelCodegenReport=false").SucceededSilently().Compressed);
        Assert.DoesNotContain(project.Outputs(), file => file.Contains(".report.", StringComparison.Ordinal));
        Assert.Empty(project.Build("-p:ModelCodegenReport=false").SucceededSilently().Compressed);

        project.SetModels("""<OnnxModel Include="models/net.onnx" Quantization="int8-dynamic" Report="maybe" />""");
        project.Build().FailedWith(project.File, "MCG2001");
    }

    /// <summary>When each output, and the assembly, was written; files with some endings left out.</summary>
    private (string Name, DateTime Written)[] Times(params string[] without) =>
    [
        .. project.Outputs().Where(file => !without.Any(file.EndsWith)).Select(file => (file, File.GetLastWriteTimeUtc(project.Output(file)))),
        ("assembly", File.GetLastWriteTimeUtc(project.Assembly())),
    ];
}
