using System.Reflection;
using ModelCodegen.Kernels;

namespace ModelCodegen.Compiler.Reference.Calls;

/// <summary>The .NET types behind the names that kernel calls use: <c>float</c>, <c>Real&lt;float,Elu&gt;</c>.</summary>
internal static class KernelTypes
{
    private static readonly Dictionary<string, Type> Elements = new(StringComparer.Ordinal)
    {
        ["float"] = typeof(float),
        ["double"] = typeof(double),
        ["Half"] = typeof(Half),
        ["sbyte"] = typeof(sbyte),
        ["byte"] = typeof(byte),
        ["short"] = typeof(short),
        ["ushort"] = typeof(ushort),
        ["int"] = typeof(int),
        ["uint"] = typeof(uint),
        ["long"] = typeof(long),
        ["ulong"] = typeof(ulong),
    };

    /// <summary>The type of that name.</summary>
    public static Type Of(string name)
    {
        int at = 0;
        return Parse(name, ref at);
    }

    private static Type Parse(string text, ref int at)
    {
        int start = at;
        while (at < text.Length && text[at] is not ('<' or '>' or ','))
        {
            at++;
        }

        string name = text[start..at].Trim();
        if (Elements.TryGetValue(name, out Type? element))
        {
            return element;
        }

        var arguments = new List<Type>();
        if (at < text.Length && text[at] == '<')
        {
            do
            {
                at++;
                arguments.Add(Parse(text, ref at));
            }
            while (text[at] == ',');

            at++;
        }

        Type type = typeof(KernelMethods).GetNestedType(arguments.Count > 0 ? $"{name}`{arguments.Count}" : name, BindingFlags.NonPublic)
            ?? throw new InvalidOperationException($"The kernels have no type '{name}'.");
        return arguments.Count > 0 ? type.MakeGenericType([.. arguments]) : type;
    }
}
