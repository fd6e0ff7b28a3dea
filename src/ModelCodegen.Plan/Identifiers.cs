using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace ModelCodegen.Plan;

/// <summary>Makes C# identifiers of the names that files, projects and models have.</summary>
public static class Identifiers
{
    private static readonly HashSet<string> Keywords = new HashSet<string>(StringComparer.Ordinal)
    {
        "abstract", "as", "base", "bool", "break", "byte", "case", "catch", "char", "checked", "class", "const", "continue",
        "decimal", "default", "delegate", "do", "double", "else", "enum", "event", "explicit", "extern", "false", "finally",
        "fixed", "float", "for", "foreach", "goto", "if", "implicit", "in", "int", "interface", "internal", "is", "lock",
        "long", "namespace", "new", "null", "object", "operator", "out", "override", "params", "private", "protected",
        "public", "readonly", "ref", "return", "sbyte", "sealed", "short", "sizeof", "stackalloc", "static", "string",
        "struct", "switch", "this", "throw", "true", "try", "typeof", "uint", "ulong", "unchecked", "unsafe", "ushort",
        "using", "virtual", "void", "volatile", "while",
    };

    /// <summary>A type's or property's name: <c>mobilenet_v2-7</c> gives <c>MobilenetV27</c>, <c>123</c> gives <c>_123</c>.</summary>
    public static string Pascal(string name)
    {
        var joined = new StringBuilder();
        bool first = true;
        foreach (char c in name)
        {
            if (!char.IsLetterOrDigit(c))
            {
                first = true;
                continue;
            }

            joined.Append(first ? char.ToUpperInvariant(c) : c);
            first = false;
        }

        return joined.Length == 0 ? "_" : BeforeDigit(joined.ToString());
    }

    /// <summary>A parameter's name, without escaping: <see cref="Pascal"/> with a lower-case first letter.</summary>
    public static string Camel(string name)
    {
        string pascal = Pascal(name);
        return char.ToLowerInvariant(pascal[0]) + pascal.Substring(1);
    }

    /// <summary>The name with <c>@</c> before it where it is a keyword.</summary>
    public static string Escape(string identifier) => Keywords.Contains(identifier) ? "@" + identifier : identifier;

    /// <summary>A namespace with illegal characters replaced by <c>_</c> and keywords escaped, unless they are already; empty stays empty.</summary>
    public static string Namespace(string name) => string.Join(
        ".",
        name.Split('.')
            .Select(part => part.StartsWith("@", StringComparison.Ordinal) ? part.Substring(1) : part)
            .Where(part => part.Length > 0)
            .Select(part => Escape(BeforeDigit(string.Concat(part.Select(c => IsPart(c) ? c : '_'))))));

    /// <summary>Whether the name can be that of a class as it stands.</summary>
    public static bool IsIdentifier(string name) =>
        name.Length > 0 && !char.IsDigit(name[0]) && name.All(IsPart) && !Keywords.Contains(name);

    private static bool IsPart(char c) => char.IsLetterOrDigit(c) || c == '_';

    private static string BeforeDigit(string name) => char.IsDigit(name[0]) ? "_" + name : name;
}
