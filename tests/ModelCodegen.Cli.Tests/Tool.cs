using System.Diagnostics;
using System.Reflection;
using System.Text;

namespace ModelCodegen.Cli.Tests;

/// <summary>Runs <c>modelcodegen</c> in a process of its own, in a temporary folder.</summary>
internal sealed class Tool : IDisposable
{
    private static readonly string Assembly = typeof(Tool).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "Tool").Value!;

    private readonly string folder = Directory.CreateTempSubdirectory("modelcodegen-cli-").FullName;

    /// <summary>The LeNet of the sample app.</summary>
    public static string LeNet => System.IO.Path.Combine(AppContext.BaseDirectory, "models", "lenet.onnx");

    /// <summary>The path of a file in the folder.</summary>
    public string Path(string name) => System.IO.Path.Combine(folder, name);

    /// <summary>Writes a file into the folder.</summary>
    public string File(string name, byte[] content)
    {
        string path = Path(name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        System.IO.File.WriteAllBytes(path, content);
        return path;
    }

    /// <summary>The names of the files in a folder below, sorted.</summary>
    public string[] Files(string name) =>
        Directory.Exists(Path(name)) ? [.. Directory.EnumerateFiles(Path(name)).Select(file => System.IO.Path.GetFileName(file)).Order(StringComparer.Ordinal)] : [];

    /// <summary>Runs the tool to its end.</summary>
    public ToolResult Run(params string[] arguments) => RunWith([], arguments);

    /// <summary>Runs the tool to its end with more in its environment.</summary>
    public ToolResult RunWith(Dictionary<string, string> environment, params string[] arguments)
    {
        string host = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } path ? path : "dotnet";
        var start = new ProcessStartInfo(host, ["exec", Assembly, .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new ToolResult(process.ExitCode, output, errors.Result);
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(folder, recursive: true);
}
