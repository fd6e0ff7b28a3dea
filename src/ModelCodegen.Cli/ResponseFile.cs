namespace ModelCodegen.Cli;

/// <summary>Reads response files: one argument per line.</summary>
internal static class ResponseFile
{
    /// <summary>Replaces <c>@file</c> by the file's lines; the signature is System.CommandLine's.</summary>
    public static bool Read(string path, out IReadOnlyList<string>? arguments, out string? error)
    {
        try
        {
            arguments = File.ReadAllLines(path);
            error = null;
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            arguments = null;
            error = exception.Message;
            return false;
        }
    }
}
