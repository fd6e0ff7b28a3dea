using ModelCodegen.Compiler.Diagnostics;

namespace ModelCodegen.Cli;

/// <summary>Prints diagnostics in the form that MSBuild and editors understand: <c>file : error MCG1002: text</c>.</summary>
/// <param name="model">The file that a diagnostic without a file is about.</param>
/// <param name="project">The file that a diagnostic about options is about, where there is one.</param>
internal sealed class DiagnosticConsole(string model, string? project)
{
    /// <summary>Prints a line of progress.</summary>
    public void Log(string line)
    {
        Console.Out.WriteLine(line);
        Console.Out.Flush();
    }

    /// <summary>Prints warnings.</summary>
    public void Warn(IEnumerable<Diagnostic> warnings)
    {
        foreach (Diagnostic warning in warnings)
        {
            Log(Format(warning));
        }
    }

    /// <summary>Runs something; prints its errors and gives the process's exit code.</summary>
    public int Guard(Action action)
    {
        try
        {
            action();
            return 0;
        }
        catch (CompilationException exception)
        {
            foreach (Diagnostic diagnostic in exception.Diagnostics)
            {
                Log(Format(diagnostic));
            }

            return 1;
        }
        catch (OperationCanceledException)
        {
            return 130;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Log($"{model} : error {DiagnosticCode.OutputFailed}: {OneLine(exception.Message)}");
            return 1;
        }
    }

    private string Format(Diagnostic diagnostic)
    {
        bool isOption = diagnostic.Code is DiagnosticCode.OptionInvalid or DiagnosticCode.NodeUnknown;
        string file = diagnostic.File ?? (isOption && project is { Length: > 0 } ? project : model);
        string severity = diagnostic.Severity == Severity.Error ? "error" : "warning";
        return $"{file} : {severity} {diagnostic.Code}: {OneLine(diagnostic.Text)}";
    }

    private static string OneLine(string text) => string.Concat(text.Select(c => char.IsControl(c) || c is '\u2028' or '\u2029' ? ' ' : c));
}
