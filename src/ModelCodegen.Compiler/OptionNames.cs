using System.Globalization;
using ModelCodegen.Compiler.Diagnostics;

namespace ModelCodegen.Compiler;

/// <summary>The names of option values, as users write them in a project or on the command line.</summary>
public static class OptionNames
{
    private static readonly (string Name, QuantizationScheme Value)[] Schemes =
    [
        ("int8", QuantizationScheme.Int8),
        ("int8-dynamic", QuantizationScheme.Int8Dynamic),
        ("int8-weights", QuantizationScheme.Int8Weights),
        ("int16x8", QuantizationScheme.Int16x8),
        ("float16-weights", QuantizationScheme.Float16Weights),
        ("none", QuantizationScheme.None),
    ];

    private static readonly (string Name, PruningMethod Value)[] Methods =
        [("none", PruningMethod.None), ("magnitude", PruningMethod.Magnitude), ("block", PruningMethod.Block)];

    private static readonly (string Name, BoundaryForm Value)[] Forms =
        [("float", BoundaryForm.Float), ("quantized", BoundaryForm.Quantized)];

    /// <summary>The name of a scheme.</summary>
    public static string Of(QuantizationScheme scheme) => Schemes.Single(entry => entry.Value == scheme).Name;

    /// <summary>The name of a pruning method.</summary>
    public static string Of(PruningMethod method) => Methods.Single(entry => entry.Value == method).Name;

    /// <summary>The name of a form.</summary>
    public static string Of(BoundaryForm form) => Forms.Single(entry => entry.Value == form).Name;

    /// <summary>The scheme of that name.</summary>
    /// <exception cref="CompilationException">There is none (<see cref="DiagnosticCode.OptionInvalid"/>).</exception>
    public static QuantizationScheme ParseQuantization(string name) => Parse("Quantization", name, Schemes);

    /// <summary>The method of that name.</summary>
    /// <exception cref="CompilationException">There is none (<see cref="DiagnosticCode.OptionInvalid"/>).</exception>
    public static PruningMethod ParsePruning(string name) => Parse("Pruning", name, Methods);

    /// <summary>The form of that name.</summary>
    /// <exception cref="CompilationException">There is none (<see cref="DiagnosticCode.OptionInvalid"/>).</exception>
    public static BoundaryForm ParseIo(string name) => Parse("IO", name, Forms);

    /// <summary>Numbers between semicolons or commas.</summary>
    /// <exception cref="CompilationException">One is no finite number (<see cref="DiagnosticCode.OptionInvalid"/>).</exception>
    public static IReadOnlyList<float> ParseNumbers(string option, string text) =>
    [
        .. text.Split([';', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(part => float.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out float number) && float.IsFinite(number)
                ? number
                : throw new CompilationException(DiagnosticCode.OptionInvalid, $"{option} '{text}' is no list of numbers.")),
    ];

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
