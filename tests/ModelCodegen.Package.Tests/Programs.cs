namespace ModelCodegen.Package.Tests;

/// <summary>Programs for the temporary projects.</summary>
internal static class Programs
{
    /// <summary>Runs networks that take <c>x</c> to <c>y</c> and prints, for each, its full name, its quantization and the outputs for ones.</summary>
    public static string Running(params string[] classes) => "using System.Globalization;\n" + string.Join('\n', classes.Select((name, index) => $$"""
        using (var network{{index}} = new {{name}}())
        {
            var x = new float[{{name}}.XLength];
            var y = new float[{{name}}.YLength];
            Array.Fill(x, 1f);
            network{{index}}.Run(x, y);
            string values = string.Join(' ', y.Select(value => value.ToString("F1", CultureInfo.InvariantCulture)));
            Console.WriteLine($"{typeof({{name}}).FullName} {{{name}}.Quantization} {values}");
        }

        """));

    /// <summary>Prints the full names of the networks that the assembly holds.</summary>
    public const string Listing = """
        foreach (string name in typeof(Program).Assembly.GetTypes().Where(type => type.GetField("SourceSha256") is not null).Select(type => type.FullName!).Order(StringComparer.Ordinal))
        {
            Console.WriteLine(name);
        }
        """;
}
