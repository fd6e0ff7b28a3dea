namespace ModelCodegen.Conformance.Backend;

/// <summary>The lists beside this file: a line is a name, white space, and a text; <c>#</c> begins a comment.</summary>
internal static class ListFile
{
    /// <summary>The lines as pairs of name and text.</summary>
    public static IEnumerable<string[]> Read(string name) =>
        File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Backend", name))
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split([' ', '\t'], 2, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            .Select(words => words.Length == 2 ? words : [words[0], ""]);
}
