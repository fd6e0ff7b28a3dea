namespace ModelCodegen.Compiler.Diagnostics;

/// <summary>How bad a diagnostic is.</summary>
public enum Severity
{
    /// <summary>The network is compiled, but not as the user may expect.</summary>
    Warning,

    /// <summary>The network is not compiled.</summary>
    Error,
}
