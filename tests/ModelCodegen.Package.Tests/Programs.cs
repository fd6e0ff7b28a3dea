namespace ModelCodegen.Package.Tests;

/// <summary>Programs for the temporary projects.</summary>
internal static class Programs
{
    /// <summary>Runs networks of 28x28 pixels on one image and prints, for each, what it is and where its largest output lies.</summary>
    public static string Running(params string[] classes) => string.Join('\n', classes.Select((name, index) => $$"""
        using (var network{{index}} = new {{name}}())
        {
            var pixels = new float[{{name}}.PixelsLength];
            for (int i = 0; i < pixels.Length; i++)
            {
                pixels[i] = i % 256;
            }

            var logits = new float[{{name}}.LogitsLength];
            network{{index}}.Run(pixels, logits);
            int largest = Array.IndexOf(logits, logits.Max());
            bool shaped = {{name}}.PixelsShape.SequenceEqual(new[] { 1, 1, 28, 28 }) && {{name}}.LogitsShape.SequenceEqual(new[] { 1, 10 });
            Console.WriteLine($"{typeof({{name}}).FullName} {{{name}}.Quantization} {largest is >= 0 and < 10 && logits.Distinct().Count() > 1 && shaped && {{name}}.WeightBytes > 0 && {{name}}.SourceSha256.Length == 64}");
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
