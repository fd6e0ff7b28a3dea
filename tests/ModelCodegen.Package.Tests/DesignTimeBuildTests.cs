using System.Text.Json;

namespace ModelCodegen.Package.Tests;

/// <summary>What an editor asks of a project.</summary>
public sealed class DesignTimeBuildTests
{
    [Fact]
    public void ThePlansOfSoundModelsReachTheCompilerAndBrokenOnesAreTolerated()
    {
        using var project = new TestProject(
            """
            <OnnxModel Include="models/net.onnx" Quantization="none" />
            <OnnxModel Include="models/broken.onnx" Quantization="none" />
            <OnnxModel Include="models/missing.onnx" Quantization="none" />
            """,
            Programs.Listing);
        project.WriteBytes("models/broken.onnx", [1, 2, 3]);
        project.Run("restore", "-nologo").Succeeded();

        CommandResult result = project.DesignTimeBuild().Succeeded();

        using JsonDocument items = JsonDocument.Parse(result.Output[result.Output.IndexOf('{', StringComparison.Ordinal)..(result.Output.LastIndexOf('}') + 1)]);
        JsonElement file = Assert.Single(items.RootElement.GetProperty("Items").GetProperty("AdditionalFiles").EnumerateArray());
        Assert.EndsWith("modelcodegen/App.Net.plan.xml", file.GetProperty("Identity").GetString()!.Replace('\\', '/'), StringComparison.Ordinal);
        Assert.Equal("true", file.GetProperty("ModelCodegenPlan").GetString());
        Assert.True(File.Exists(file.GetProperty("FullPath").GetString()));
        Assert.Contains(
            items.RootElement.GetProperty("Items").GetProperty("CscCommandLineArgs").EnumerateArray(),
            argument => argument.GetProperty("Identity").GetString()!.Contains("App.Net.plan.xml", StringComparison.Ordinal));
    }
}
