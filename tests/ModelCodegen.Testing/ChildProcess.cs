using System.Diagnostics;
using System.Reflection;

namespace ModelCodegen.Testing;

/// <summary>Runs an assembly's <c>Main</c> in a process of its own, under other switches of the runtime.</summary>
public static class ChildProcess
{
    /// <summary>Runs to the end and gives what the child wrote to its output.</summary>
    /// <exception cref="InvalidOperationException">The child failed; the message holds all it wrote.</exception>
    public static string Run(Assembly program, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        string host = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } path ? path : "dotnet";
        var start = new ProcessStartInfo(host, ["exec", program.Location, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        using Process child = Process.Start(start)!;
        Task<string> errors = child.StandardError.ReadToEndAsync();
        string output = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        return child.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"{string.Join(' ', arguments)} with {string.Join(' ', environment)} ended with {child.ExitCode}:\n{output}\n{errors.Result}");
    }
}
