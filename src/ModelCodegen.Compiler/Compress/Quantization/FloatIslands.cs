using ModelCodegen.Compiler.Diagnostics;

namespace ModelCodegen.Compiler.Compress.Quantization;

/// <summary>Tells which layers stay in float though the scheme is an integer one.</summary>
internal static class FloatIslands
{
    public static void Report(IReadOnlyList<string> nodes, string reason, ICollection<Diagnostic> diagnostics)
    {
        if (nodes.Count > 0)
        {
            diagnostics.Add(new Diagnostic(
                DiagnosticCode.FloatIslands,
                Severity.Warning,
                $"These nodes stay in float, because {reason}: {string.Join("; ", nodes)}."));
        }
    }
}
