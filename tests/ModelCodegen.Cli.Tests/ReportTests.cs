using System.Text.Json;
using System.Xml.Linq;

namespace ModelCodegen.Cli.Tests;

/// <summary><c>modelcodegen report</c>, and the reports of <c>compress</c>.</summary>
public sealed class ReportTests : IDisposable
{
    private readonly Tool tool = new Tool();

    public void Dispose() => tool.Dispose();

    [Fact]
    public void ReportWritesWhatCompressWrites()
    {
        string model = tool.File("net.onnx", SmallModels.Dense());
        string[] options = ["--class=Digits", "--namespace=App", "--calibration=" + tool.File("x.npy", SmallModels.Npy(4, 8)), "--pruning=magnitude", "--sparsity=0.5"];

        tool.Run(["compress", model, "-o", "out", .. options]).Succeeded();
        tool.Run(["report", model, "-o", "page.html", .. options]).Succeeded();

        Assert.Equal(File.ReadAllBytes(tool.Path("out/App.Digits.report.html")), File.ReadAllBytes(tool.Path("page.html")));
        Assert.Equal(File.ReadAllBytes(tool.Path("out/App.Digits.report.json")), File.ReadAllBytes(tool.Path("page.json")));
        Assert.Equal("html", XDocument.Load(tool.Path("page.html")).Root!.Name.LocalName);
        Assert.Equal("App.Digits", JsonDocument.Parse(File.ReadAllBytes(tool.Path("page.json"))).RootElement.GetProperty("class").GetString());
        Assert.False(File.Exists(tool.Path("App.Digits.plan.xml")));
    }

    [Fact]
    public void ReportsCanBeTurnedOff()
    {
        string model = tool.File("net.onnx", SmallModels.Dense());
        tool.Run("compress", model, "-o", "out", "--quantization=none").Succeeded();
        tool.Run("compress", model, "-o", "out", "--quantization=none", "--report=false").Succeeded();
        Assert.Equal(["Net.plan.xml", "Net.weights.bin"], tool.Files("out"));
    }

    [Fact]
    public void AnErrorInValidationDataWritesNothing()
    {
        string model = tool.File("net.onnx", SmallModels.Dense());
        string data = tool.File("x.npy", SmallModels.Npy(4, 8));

        ToolResult result = tool.Run("compress", model, "-o", "out", "--calibration", data, "--validation", tool.File("bad.npy", SmallModels.Npy(4, 9)));

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("MCG2004", Assert.Single(result.Lines, line => line.Contains("bad.npy", StringComparison.Ordinal)));
        Assert.Empty(tool.Files("out"));
    }
}
