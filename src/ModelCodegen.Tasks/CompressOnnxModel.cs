using System;
using System.IO;
using System.Text;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace ModelCodegen.Tasks;

/// <summary>
/// Runs <c>modelcodegen compress</c> in a process of its own: nothing stays locked, and it is the same under
/// <c>dotnet build</c> and Visual Studio.
/// </summary>
public sealed class CompressOnnxModel : ToolTask
{
    /// <summary>The tool's assembly.</summary>
    [Required]
    public string ToolAssembly { get; set; } = "";

    /// <summary>The response file with the tool's arguments, written by <see cref="PrepareOnnxModels"/>.</summary>
    [Required]
    public string Arguments { get; set; } = "";

    /// <inheritdoc/>
    protected override string ToolName => Path.DirectorySeparatorChar == '\\' ? "dotnet.exe" : "dotnet";

    /// <inheritdoc/>
    protected override MessageImportance StandardOutputLoggingImportance => MessageImportance.High;

    /// <inheritdoc/>
    protected override MessageImportance StandardErrorLoggingImportance => MessageImportance.High;

    /// <inheritdoc/>
    protected override Encoding StandardOutputEncoding => Encoding.UTF8;

    /// <inheritdoc/>
    protected override Encoding StandardErrorEncoding => Encoding.UTF8;

    /// <inheritdoc/>
    protected override string GenerateFullPathToTool() =>
        Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host ? host : ToolName;

    /// <inheritdoc/>
    protected override string GenerateCommandLineCommands()
    {
        var commandLine = new CommandLineBuilder();
        commandLine.AppendSwitch("exec");
        commandLine.AppendFileNameIfNotNull(ToolAssembly);
        commandLine.AppendSwitch("\"@" + Arguments + "\"");
        return commandLine.ToString();
    }

    /// <inheritdoc/>
    protected override bool HandleTaskExecutionErrors()
    {
        // The tool reports what is wrong in MSBuild's own form; only a silent death needs words of ours.
        return Log.HasLoggedErrors ? false : base.HandleTaskExecutionErrors();
    }
}
