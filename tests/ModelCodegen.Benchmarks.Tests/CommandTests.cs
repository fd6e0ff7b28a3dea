using System.Globalization;
using System.Text.Json;
using System.Xml.Linq;
using ModelCodegen.Testing;

namespace ModelCodegen.Benchmarks.Tests;

/// <summary>Every command does what it says, on the sample's LeNet; what is measured is nobody's concern here.</summary>
public sealed class CommandTests : IDisposable
{
    private static readonly string[] Keys =
    [
        "model", "threads", "tier", "ours_ms", "ours_fp32_ms", "ort_fp32_ms", "ort_int8_ms", "ratio", "gmacs", "peak_share", "bytes", "first_result_ms",
        "ort_first_result_ms", "peak_mib", "ort_peak_mib", "empty_peak_mib",
    ];

    private readonly string folder = Directory.CreateTempSubdirectory("benchmarks").FullName;

    [Fact]
    public void Networks_are_compared_with_onnx_runtime()
    {
        string json = Path.Combine(folder, "peers.json");

        if (!Counts("peers", "--models", "lenet", "--threads", "2", "--rounds", "1", "--json", json, "--results", folder))
        {
            Assert.False(File.Exists(json));
            return;
        }

        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(json));
        JsonElement row = Assert.Single(document.RootElement.EnumerateArray());
        Assert.Equal(Keys, row.EnumerateObject().Select(property => property.Name));
        Assert.Equal("lenet", row.GetProperty("model").GetString());
        Assert.Equal(2, row.GetProperty("threads").GetInt32());
        Assert.All(Keys[3..], key => Assert.True(row.GetProperty(key).GetDouble() > 0, key));
        Assert.Contains("lenet", Chart("peers-lenet-2-threads.svg"), StringComparison.Ordinal);
    }

    [Fact]
    public void Layers_are_drawn()
    {
        if (!Counts("layers", "lenet", "--results", folder))
        {
            return;
        }

        string chart = Chart("layers-lenet.svg");
        Assert.Contains("Convolution", chart, StringComparison.Ordinal);
        Assert.Contains("Matrix product", chart, StringComparison.Ordinal);
    }

    [Fact]
    public void Programs_are_started_and_convolutions_run()
    {
        string output = Output(() =>
        {
            Assert.Equal(0, Invoke("startup", "--models", "lenet", "--rounds", "1"));
            Counts("kernels", "--filter", "1x1, 256");
        });

        Assert.Matches(@"ONNX Runtime, fp32 +\d+\.\d +\d+\.\d +\d+ +\d+\.\d", output);
        Assert.Matches(@"1x1, 256 channels, 14x14 +\d+ +\d+ ?%", output);
    }

    [Fact]
    public void Unknown_networks_are_refused()
    {
        Assert.NotEqual(0, Invoke("peers", "--models", "nothing"));
        Assert.NotEqual(0, Invoke("layers", "nothing"));
    }

    [Fact]
    public void Benchmarks_refuse_to_run_unoptimized()
    {
        if (Optimized.IsTrue)
        {
            Assert.Contains("peers", ChildProcess.Run(typeof(Commands).Assembly, new Dictionary<string, string>(), "--help"), StringComparison.Ordinal);
        }
        else
        {
            var refusal = Assert.Throws<InvalidOperationException>(() => ChildProcess.Run(typeof(Commands).Assembly, new Dictionary<string, string>(), "--help"));
            Assert.Contains("unoptimized", refusal.Message, StringComparison.Ordinal);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(folder, recursive: true);

    // A machine that is too busy to measure on is told so, and keeps no results.
    private bool Counts(params string[] arguments)
    {
        using var errors = new StringWriter();
        TextWriter usual = Console.Error;
        Console.SetError(errors);
        int exitCode = Invoke(arguments);
        Console.SetError(usual);
        if (exitCode != 0)
        {
            Assert.Contains("This run does not count", errors.ToString(), StringComparison.Ordinal);
            Assert.False(Directory.Exists(Path.Combine(folder, Processor.FolderName)));
        }

        return exitCode == 0;
    }

    private static string Output(Action action)
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        TextWriter usual = Console.Out;
        Console.SetOut(output);
        action();
        Console.SetOut(usual);
        return output.ToString();
    }

    private static int Invoke(params string[] arguments) => Commands.Root().Parse(arguments).Invoke();

    // Well-formed XML, in this processor's folder.
    private string Chart(string file)
    {
        string text = File.ReadAllText(Path.Combine(folder, Processor.FolderName, file));
        Assert.Equal("svg", XDocument.Parse(text).Root!.Name.LocalName);
        return text;
    }
}
