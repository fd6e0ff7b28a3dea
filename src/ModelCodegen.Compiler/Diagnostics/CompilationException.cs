namespace ModelCodegen.Compiler.Diagnostics;

/// <summary>Ends a compilation with one or more errors, all that were found.</summary>
public sealed class CompilationException : Exception
{
    /// <summary>Carries several errors.</summary>
    public CompilationException(IEnumerable<Diagnostic> diagnostics)
        : this(diagnostics.ToArray())
    {
    }

    /// <summary>Carries one error.</summary>
    public CompilationException(string code, string message, string? node = null, string? file = null)
        : this([new Diagnostic(code, Severity.Error, message, file, node)])
    {
    }

    private CompilationException(Diagnostic[] diagnostics)
        : base(string.Join(Environment.NewLine, diagnostics.Select(d => $"{d.Code}: {d.Text}"))) => Diagnostics = diagnostics;

    /// <summary>The errors.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; }
}
