using ModelCodegen.Compiler.Diagnostics;

namespace ModelCodegen.Compiler;

/// <summary>The names of option values, as users write them in a project or on the command line.</summary>
public static class OptionNames
{
    private static readonly (string Name, QuantizationScheme Value)[] Schemes =
        [("int8", QuantizationScheme.Int8), ("int8-dynamic", QuantizationScheme.Int8Dynamic), ("none", QuantizationScheme.None)];

    private static readonly (string Name, PruningMethod Value)[] Methods =
        [("none", PruningMethod.None), ("magnitude", PruningMethod.Magnitude), ("block", PruningMethod.Block)];

    /// <summary>The name of a scheme.</summary>
    public static string Of(QuantizationScheme scheme) => Schemes.Single(entry => entry.Value == scheme).Name;

    /// <summary>The name of a pruning method.</summary>
    public static string Of(PruningMethod method) => Methods.Single(entry => entry.Value == method).Name;

    /// <summary>The scheme of that name.</summary>
    /// <exception cref="CompilationException">There is none (<see cref="DiagnosticCode.OptionInvalid"/>).</exception>
    public static QuantizationScheme ParseQuantization(string name) => Parse("Quantization", name, Schemes);

    /// <summary>The method of that name.</summary>
    /// <exception cref="CompilationException">There is none (<see cref="DiagnosticCode.OptionInvalid"/>).</exception>
    public static PruningMethod ParsePruning(string name) => Parse("Pruning", name, Methods);

    private static T Parse<T>(string option, string name, (string Name, T Value)[] entries)
    {
        foreach ((string entry, T value) in entries)
        {
            if (entry == name)
            {
                return value;
            }
        }

        throw new CompilationException(
            DiagnosticCode.OptionInvalid,
            $"{option} '{name}' is unknown; it can be {string.Join(", ", entries.Select(entry => $"'{entry.Name}'"))}.");
    }
}
