using System.Diagnostics;
using System.Text;

namespace ModelCodegen.Package.Tests;

/// <summary>Runs <c>dotnet</c> as a user would, without the settings that the test run itself passes on.</summary>
internal static class DotNet
{
    private static readonly string[] Inherited = ["MSBUILD", "VSTEST", "DOTNET_HOST_PATH", "DOTNET_STARTUP_HOOKS", "COREHOST", "MICROSOFT_", "TESTINGPLATFORM"];

    /// <summary>Runs a command to its end.</summary>
    public static CommandResult Run(string folder, params string[] arguments) =>
        Start(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } path ? path : "dotnet", folder, arguments);

    /// <summary>Runs a program that needs no <c>dotnet</c> to its end.</summary>
    /// <param name="program">The program.</param>
    /// <param name="environment">Variables that it gets, beside the inherited ones.</param>
    public static CommandResult RunProgram(string program, params (string Name, string Value)[] environment) =>
        Start(program, Path.GetDirectoryName(program)!, [], environment);

    private static CommandResult Start(string program, string folder, string[] arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        foreach (string name in start.Environment.Keys.Where(name => Inherited.Any(name.StartsWith)).ToArray())
        {
            start.Environment.Remove(name);
        }

        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";

        // A node that outlives the build would keep the redirected output open.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new CommandResult($"{Path.GetFileName(program)} {string.Join(' ', arguments)}", process.ExitCode, output + errors.Result);
    }
}
