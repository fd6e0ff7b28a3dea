using ModelCodegen.Compiler;

namespace ModelCodegen.Benchmarks.Startup;

/// <summary>The programs that are started, built in a temporary folder.</summary>
internal sealed class ProgramFolder : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("startup").FullName;
    private readonly Lazy<StartupProgram> empty;
    private readonly Lazy<StartupProgram> onnxRuntime;
    private readonly bool readyToRun;

    /// <summary>Prepares a folder; programs are built when they are asked for.</summary>
    /// <param name="readyToRun">Whether programs are published as ReadyToRun images instead of just compiled.</param>
    public ProgramFolder(bool readyToRun = false)
    {
        this.readyToRun = readyToRun;
        empty = new(() => Build(ProgramSource.Empty, "empty"));
        onnxRuntime = new(() => Build(ProgramSource.OnnxRuntime, "onnxruntime"));
    }

    /// <summary>A program that does nothing.</summary>
    public StartupProgram Empty => empty.Value;

    /// <summary>A program that runs a model in ONNX Runtime.</summary>
    public StartupProgram OnnxRuntime(string model) => onnxRuntime.Value with { Arguments = [model] };

    /// <summary>A program into which a network is compiled.</summary>
    public StartupProgram Network(string name, CompressResult network) => Build(ProgramSource.Network(network, readyToRun), name);

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(folder, recursive: true);

    private StartupProgram Build(ProgramSource source, string name)
    {
        string path = Path.Combine(folder, name);
        return readyToRun ? ReadyToRunBuild.Publish(source, path) : PlainBuild.Compile(source, path);
    }
}
