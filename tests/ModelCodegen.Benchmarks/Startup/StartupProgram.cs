using System.Diagnostics;
using System.Globalization;

namespace ModelCodegen.Benchmarks.Startup;

/// <summary>A program that was built, and how it is started.</summary>
/// <param name="Assembly">Its assembly, with all that it needs beside it.</param>
/// <param name="Arguments">What it is started with.</param>
internal sealed record StartupProgram(string Assembly, params string[] Arguments)
{
    /// <summary>The <c>dotnet</c> that starts programs and builds them.</summary>
    public static string Host { get; } = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } path ? path : "dotnet";

    /// <summary>Runs the program in a process of its own, and times it from before that process exists until its first result's line is read.</summary>
    public FirstResult Run()
    {
        var start = new ProcessStartInfo(Host, ["exec", Assembly, .. Arguments]) { RedirectStandardOutput = true };
        long begin = Stopwatch.GetTimestamp();
        using Process process = Process.Start(start)!;
        string? first = process.StandardOutput.ReadLine();
        TimeSpan elapsed = Stopwatch.GetElapsedTime(begin);
        string[] report = (process.StandardOutput.ReadLine() ?? "").Split(' ');
        process.WaitForExit();
        return first is not null && report.Length == 3 && process.ExitCode == 0
            ? new FirstResult(elapsed.TotalMilliseconds, Number(report[0]) / (1024 * 1024), Number(report[1]), Number(report[2]))
            : throw new InvalidOperationException($"{Assembly} {string.Join(' ', Arguments)} ended with {process.ExitCode}.");
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
