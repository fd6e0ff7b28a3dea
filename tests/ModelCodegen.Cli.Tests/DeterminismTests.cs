namespace ModelCodegen.Cli.Tests;

/// <summary>Compression gives the same bytes whatever the process has, and takes no more memory for more samples.</summary>
public sealed class DeterminismTests : IDisposable
{
    private static readonly string[] Files = ["Mobilenet.plan.xml", "Mobilenet.report.html", "Mobilenet.report.json", "Mobilenet.weights.bin"];

    private readonly Tool tool = new();

    public void Dispose() => tool.Dispose();

    [Fact]
    public void Threads_and_cultures_change_no_byte()
    {
        string[] arguments = ["compress", Sample("models/mobilenet.onnx"), "--report=true", "--calibration-method", "auto", "--calibration", Sample("data/calibration.npy"), "-o"];
        tool.RunWith(new() { ["DOTNET_PROCESSOR_COUNT"] = "2", ["LANG"] = "C.UTF-8" }, [.. arguments, "two"]).Succeeded();
        tool.RunWith(new() { ["DOTNET_PROCESSOR_COUNT"] = "1", ["LC_ALL"] = "tr_TR.UTF-8", ["DOTNET_EnableAVX2"] = "0" }, [.. arguments, "one"]).Succeeded();
        Assert.Equal(Files, tool.Files("two"));
        Assert.All(Files, file => Assert.Equal(File.ReadAllBytes(tool.Path("two/" + file)), File.ReadAllBytes(tool.Path("one/" + file))));
    }

    [Fact]
    public void Memory_does_not_grow_with_samples()
    {
        // Twenty times the samples, 200 MiB of them, in a heap that holds a fraction.
        const string Heap = "0x4000000";
        string model = tool.File("net.onnx", SmallModels.Images(64));
        foreach (int samples in (int[])[100, 2000])
        {
            string data = tool.File($"{samples}.npy", SmallModels.Npy(samples, 3, 64, 64));
            tool.RunWith(new() { ["DOTNET_GCHeapHardLimit"] = Heap }, "compress", model, "-o", "out", "--calibration", data, "--validation", data, "--max-accuracy-drop", "100").Succeeded();
        }
    }

    private static string Sample(string file) => Path.Combine(AppContext.BaseDirectory, file);
}
