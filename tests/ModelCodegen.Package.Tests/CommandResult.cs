using System.Text.RegularExpressions;

namespace ModelCodegen.Package.Tests;

/// <summary>How a command ended.</summary>
/// <param name="Command">The command line.</param>
/// <param name="ExitCode">Zero for success.</param>
/// <param name="Output">All that it printed.</param>
/// <param name="Log">The binary log of a build.</param>
internal sealed partial record CommandResult(string Command, int ExitCode, string Output, string? Log = null)
{
    /// <summary>The errors and warnings in the order in which they were printed, without repetitions: <c>file : error CODE: text</c>.</summary>
    public string[] Diagnostics => [.. DiagnosticLine().Matches(Output).Select(match => match.Groups["text"].Value).Distinct()];

    /// <summary>Fails unless the command succeeded.</summary>
    public CommandResult Succeeded()
    {
        Require(ExitCode == 0, "should have succeeded");
        return this;
    }

    /// <summary>Fails unless the command succeeded without a warning.</summary>
    public CommandResult SucceededSilently()
    {
        Succeeded();
        Require(Diagnostics.Length == 0, "should have given no warnings");
        return this;
    }

    /// <summary>Fails unless the command failed with this error of this file, and with no other.</summary>
    public CommandResult FailedWith(string file, string code)
    {
        Require(ExitCode != 0, "should have failed");
        Require(
            Diagnostics is [var only] && only.StartsWith($"{file} : error {code}: ", StringComparison.Ordinal),
            $"should have given the error {code} of {file} alone");
        return this;
    }

    /// <summary>The classes that lines of progress say were compressed, sorted.</summary>
    public string[] Compressed => [.. CompressedLine().Matches(Output).Select(match => match.Groups["class"].Value).Order(StringComparer.Ordinal)];

    /// <summary>Fails with what happened; the log outlives the test.</summary>
    public void Require(bool condition, string expectation)
    {
        if (condition)
        {
            return;
        }

        string log = "";
        if (File.Exists(Log))
        {
            string kept = Path.Combine(Path.GetTempPath(), $"modelcodegen-{Guid.NewGuid():N}.binlog");
            File.Copy(Log, kept);
            log = $" (log: {kept})";
        }

        Assert.Fail($"{Command} {expectation}; exit code {ExitCode}{log}:\n{Output}");
    }

    [GeneratedRegex(@"\.onnx -> (?<class>\S+): ")]
    private static partial Regex CompressedLine();

    [GeneratedRegex(@"^\s*(?<text>\S.* ?: (error|warning) [A-Z]+\d+: .*?)( \[[^\[\]]*\])?\r?$", RegexOptions.Multiline)]
    private static partial Regex DiagnosticLine();
}
