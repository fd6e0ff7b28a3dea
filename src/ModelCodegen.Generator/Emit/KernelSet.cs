using System;
using System.Collections.Generic;
using System.Linq;

namespace ModelCodegen.Generator.Emit;

/// <summary>
/// The kernels that a network uses, each once. A kernel's name says everything that is literal in its code, so that
/// two steps with one name share one method.
/// </summary>
internal sealed class KernelSet
{
    /// <summary>
    /// Stands above methods with loops: the JIT optimises them before their first call. It would not use code that was
    /// compiled ahead of time.
    /// </summary>
    public const string Loops = "[MethodImpl(MethodImplOptions.AggressiveOptimization)]";
    private readonly SortedDictionary<string, Action<IndentedWriter>> kernels = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, string> functions = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, string> library = new(StringComparer.Ordinal);

    /// <summary>
    /// Adds a kernel with one method per instruction set and, where there are several, a method of its name that picks
    /// the best one: the conditions are constants to the JIT.
    /// </summary>
    /// <param name="name">The kernel's name.</param>
    /// <param name="summary">What it does, for the comment.</param>
    /// <param name="parameters">Its parameters, as C#.</param>
    /// <param name="isas">The instruction sets, best first.</param>
    /// <param name="body">Writes a method's body.</param>
    /// <param name="method">The name of an instruction set's method, where other kernels share it.</param>
    public void Add(
        string name, string summary, IReadOnlyList<string> parameters, IReadOnlyList<Isa> isas, Action<IndentedWriter, Isa> body, Func<Isa, string>? method = null)
    {
        if (kernels.ContainsKey(name))
        {
            return;
        }

        (Isa Isa, string Name)[] methods = [.. isas.Select(isa => (isa, isas.Count == 1 ? name : method?.Invoke(isa) ?? $"{name}_{isa.Name}"))];
        foreach ((Isa isa, string methodName) in methods.Where(m => !kernels.ContainsKey(m.Name)))
        {
            string text = Render(w => body(w, isa));
            AddFunctionsOf(text);
            kernels.Add(methodName, w => Guarded(w, isa, () => Method(w, methodName, isas.Count == 1 ? summary : "", parameters, text)));
        }

        if (methods.Length > 1)
        {
            kernels.Add(name, w =>
            {
                w.Raw("// " + summary);
                Dispatch(w, name, parameters, methods);
            });
        }
    }

    /// <summary>Adds the functions that a piece of code calls.</summary>
    public void AddFunctionsOf(string text)
    {
        foreach ((string function, string code) in FunctionLibrary.CalledBy(text))
        {
            functions[function] = code;
        }
    }

    /// <summary>Adds members of the library and what they use.</summary>
    public void AddLibrary(IEnumerable<string> names)
    {
        foreach ((string name, string text) in KernelLibrary.WithUses(names))
        {
            library[name] = text;
        }
    }

    /// <summary>Writes all kernels, then the functions they call, then what comes from the library, each by name.</summary>
    public void Write(IndentedWriter w)
    {
        foreach (Action<IndentedWriter> kernel in kernels.Values)
        {
            kernel(w);
        }

        foreach (string function in functions.Values)
        {
            w.Line("[MethodImpl(MethodImplOptions.AggressiveInlining)]");
            w.Line(function);
            w.Line();
        }

        foreach (string line in library.Values.SelectMany(static text => text.Split('\n').Append("")))
        {
            if (line.TrimStart().StartsWith("//", StringComparison.Ordinal))
            {
                w.Raw(line);
            }
            else
            {
                w.Line(line);
            }
        }
    }

    private static void Guarded(IndentedWriter w, Isa isa, Action write)
    {
        if (isa.Symbol.Length == 0)
        {
            write();
            return;
        }

        w.Raw("#if " + isa.Symbol);
        write();
        w.Raw("#endif");
    }

    private static void Method(IndentedWriter w, string name, string summary, IReadOnlyList<string> parameters, string text)
    {
        if (summary.Length > 0)
        {
            w.Raw("// " + summary);
        }

        w.Line(Loops);
        w.Open($"internal static void {name}({string.Join(", ", parameters)})");
        foreach (string line in text.TrimEnd('\n').Split('\n'))
        {
            w.Raw(line);
        }

        w.Close();
        w.Line();
    }

    private static void Dispatch(IndentedWriter w, string name, IReadOnlyList<string> parameters, IReadOnlyList<(Isa Isa, string Name)> methods)
    {
        string arguments = string.Join(", ", parameters.Select(p => (p.StartsWith("ref ", StringComparison.Ordinal) ? "ref " : "") + p.Substring(p.LastIndexOf(' ') + 1)));
        w.Open($"internal static void {name}({string.Join(", ", parameters)})");
        foreach ((Isa isa, string method) in methods)
        {
            if (isa.Check.Length == 0)
            {
                w.Line($"{method}({arguments});");
                continue;
            }

            Guarded(w, isa, () =>
            {
                w.Open($"if ({isa.Check})");
                w.Line($"{method}({arguments});");
                w.Line("return;");
                w.Close();
                w.Line();
            });
        }

        w.Close();
        w.Line();
    }

    private static string Render(Action<IndentedWriter> body)
    {
        var w = new IndentedWriter(qualify: false);
        body(w);
        return w.ToString();
    }
}
