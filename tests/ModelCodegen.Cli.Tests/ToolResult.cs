namespace ModelCodegen.Cli.Tests;

/// <summary>How a run of the tool ended.</summary>
/// <param name="ExitCode">Zero for success.</param>
/// <param name="Output">What it printed.</param>
/// <param name="Errors">What it printed as errors: the build reads errors from the output, so that this stays empty.</param>
internal sealed record ToolResult(int ExitCode, string Output, string Errors)
{
    /// <summary>The lines it printed.</summary>
    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Fails unless the run succeeded.</summary>
    public ToolResult Succeeded()
    {
        Assert.True(ExitCode == 0, $"Exit code {ExitCode}:\n{Output}\n{Errors}");
        Assert.Equal("", Errors);
        return this;
    }
}
