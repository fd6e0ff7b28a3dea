namespace ModelCodegen.Compiler.Diagnostics;

/// <summary>Something to tell the user.</summary>
/// <param name="Code"><c>MCG</c> and four digits; see <see cref="DiagnosticCode"/>.</param>
/// <param name="Severity">Error or warning.</param>
/// <param name="Message">One sentence that says what is wrong and what can be done.</param>
/// <param name="File">The file it is about; <see langword="null"/> for the model itself.</param>
/// <param name="Node">The node it is about, as the model names it.</param>
public sealed record Diagnostic(string Code, Severity Severity, string Message, string? File = null, string? Node = null)
{
    /// <summary>The message with the node before it.</summary>
    public string Text => Node is null ? Message : $"node '{Node}': {Message}";
}
