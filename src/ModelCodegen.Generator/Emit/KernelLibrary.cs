using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ModelCodegen.Generator.Emit;

/// <summary>
/// The general kernels, as text: the members of <c>KernelMethods</c> in <c>src/ModelCodegen.Kernels</c>, whose files are
/// resources of this assembly. A network's class gets those that its steps call, and what these need.
/// </summary>
internal static class KernelLibrary
{
    private const string Prefix = "kernels/";

    private static readonly Lazy<Dictionary<string, Member>> Members = new(Load);

    /// <summary>Whether there is a kernel, function or type of that name.</summary>
    public static bool Contains(string name) => Members.Value.ContainsKey(name);

    /// <summary>The named members and all that they use, by name.</summary>
    public static IEnumerable<(string Name, string Text)> WithUses(IEnumerable<string> names)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var pending = new Stack<string>(names);
        while (pending.Count > 0)
        {
            string name = pending.Pop();
            if (seen.Add(name) && Members.Value.TryGetValue(name, out Member? member))
            {
                yield return (name, member.Text);
                member.Uses.ForEach(pending.Push);
            }
        }
    }

    private static Dictionary<string, Member> Load()
    {
        var members = new Dictionary<string, Member>(StringComparer.Ordinal);
        Assembly assembly = typeof(KernelLibrary).Assembly;
        foreach (string resource in assembly.GetManifestResourceNames().Where(static n => n.StartsWith(Prefix, StringComparison.Ordinal)).OrderBy(static n => n, StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            SyntaxNode root = CSharpSyntaxTree.ParseText(reader.ReadToEnd().Replace("\r\n", "\n"), new CSharpParseOptions(LanguageVersion.Preview)).GetRoot();
            foreach (MemberDeclarationSyntax syntax in root.DescendantNodes().OfType<ClassDeclarationSyntax>().First().Members)
            {
                string name = NameOf(syntax);
                string text = Outdent(syntax.ToFullString());
                List<string> uses = [.. syntax.DescendantTokens().Where(IsFreeName).Select(static t => t.Text).Distinct()];

                // Overloads go together.
                members[name] = members.TryGetValue(name, out Member? known)
                    ? new Member(known.Text + "\n\n" + text, [.. known.Uses.Concat(uses).Distinct()])
                    : new Member(text, uses);
            }
        }

        return members;
    }

    private static string NameOf(MemberDeclarationSyntax member) => member switch
    {
        MethodDeclarationSyntax method => method.Identifier.Text,
        BaseTypeDeclarationSyntax type => type.Identifier.Text,
        FieldDeclarationSyntax field => field.Declaration.Variables[0].Identifier.Text,
        _ => throw new NotSupportedException(member.Kind().ToString()),
    };

    // What stands behind a dot belongs to something else.
    private static bool IsFreeName(SyntaxToken token) =>
        token.IsKind(SyntaxKind.IdentifierToken)
        && token.Parent is SimpleNameSyntax name
        && !(name.Parent is MemberAccessExpressionSyntax access && access.Name == name);

    private static string Outdent(string text) => string.Join(
        "\n",
        text.Trim('\n').TrimEnd().Split('\n').Select(static line => line.StartsWith("    ", StringComparison.Ordinal) ? line.Substring(4) : line));

    private sealed record Member(string Text, List<string> Uses);
}
