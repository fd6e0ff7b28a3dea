using System.Text.RegularExpressions;
using ModelCodegen.Compiler.Diagnostics;
using ModelCodegen.Compiler.Ir;

namespace ModelCodegen.Compiler.Compress;

/// <summary>Chooses nodes by the names that users write; <c>*</c> matches any text.</summary>
public static class NodePattern
{
    /// <summary>Whether a node answers to one of the patterns. A fused node answers to each of its names.</summary>
    public static bool Matches(IReadOnlyList<string> patterns, Node node) =>
        patterns.Any(pattern => node.Name.Split(", ").Any(name => Matches(pattern, name)));

    /// <summary>Makes sure that every pattern means some node.</summary>
    /// <exception cref="CompilationException">Some do not (<see cref="DiagnosticCode.NodeUnknown"/>, all of them).</exception>
    public static void Check(string option, IReadOnlyList<string> patterns, Graph graph)
    {
        Diagnostic[] unknown = patterns
            .Where(pattern => !graph.Nodes.Any(node => Matches([pattern], node)))
            .Select(pattern => new Diagnostic(DiagnosticCode.NodeUnknown, Severity.Error, $"{option} names '{pattern}', but the network has no such node."))
            .ToArray();
        if (unknown.Length > 0)
        {
            throw new CompilationException(unknown);
        }
    }

    private static bool Matches(string pattern, string name) =>
        Regex.IsMatch(name, "^" + Regex.Escape(pattern).Replace(@"\*", ".*") + "$", RegexOptions.Singleline | RegexOptions.CultureInvariant);
}
