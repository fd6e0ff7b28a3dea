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

    private static readonly (string Name, CalibrationMethod Value)[] CalibrationMethods =
    [
        ("minmax", CalibrationMethod.MinMax), ("percentile", CalibrationMethod.Percentile), ("entropy", CalibrationMethod.Entropy),
        ("mse", CalibrationMethod.Mse), ("auto", CalibrationMethod.Auto),
    ];

    private static readonly (string Name, RecoveryMethods Value)[] Recoveries =
    [
        ("auto", RecoveryMethods.Auto), ("none", RecoveryMethods.None), ("equalization", RecoveryMethods.Equalization),
        ("adaptive-rounding", RecoveryMethods.AdaptiveRounding), ("bias-correction", RecoveryMethods.BiasCorrection),
        ("channel-splitting", RecoveryMethods.ChannelSplitting),
    ];

    /// <summary>The name of a scheme.</summary>
    public static string Of(QuantizationScheme scheme) => Schemes.Single(entry => entry.Value == scheme).Name;

    /// <summary>The name of a pruning method.</summary>
    public static string Of(PruningMethod method) => Methods.Single(entry => entry.Value == method).Name;

    /// <summary>The name of a form.</summary>
    public static string Of(BoundaryForm form) => Forms.Single(entry => entry.Value == form).Name;

    /// <summary>The name of a calibration method.</summary>
    public static string Of(CalibrationMethod method) => CalibrationMethods.Single(entry => entry.Value == method).Name;

    /// <summary>The names of kinds of recovery, separated by semicolons.</summary>
    public static string Of(RecoveryMethods recovery) => Array.Find(Recoveries, entry => entry.Value == recovery).Name
        ?? string.Join(";", Recoveries.Where(entry => entry.Value is not (RecoveryMethods.Auto or RecoveryMethods.None) && recovery.HasFlag(entry.Value)).Select(entry => entry.Name));

    /// <summary>The scheme of that name.</summary>
    /// <exception cref="CompilationException">There is none (<see cref="DiagnosticCode.OptionInvalid"/>).</exception>
    public static QuantizationScheme ParseQuantization(string name) => Parse("Quantization", name, Schemes);

    /// <summary>The method of that name.</summary>
    /// <exception cref="CompilationException">There is none (<see cref="DiagnosticCode.OptionInvalid"/>).</exception>
    public static PruningMethod ParsePruning(string name) => Parse("Pruning", name, Methods);

    /// <summary>The form of that name.</summary>
    /// <exception cref="CompilationException">There is none (<see cref="DiagnosticCode.OptionInvalid"/>).</exception>
    public static BoundaryForm ParseIo(string name) => Parse("IO", name, Forms);

    /// <summary>The calibration method of that name.</summary>
    /// <exception cref="CompilationException">There is none (<see cref="DiagnosticCode.OptionInvalid"/>).</exception>
    public static CalibrationMethod ParseCalibrationMethod(string name) => Parse("CalibrationMethod", name, CalibrationMethods);

    /// <summary>One kind of recovery, or several between semicolons or commas.</summary>
    /// <exception cref="CompilationException">There is none of a name (<see cref="DiagnosticCode.OptionInvalid"/>).</exception>
    public static RecoveryMethods ParseRecovery(string names) => names
        .Split([';', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Aggregate(RecoveryMethods.None, (recovery, name) => recovery | Parse("Recovery", name, Recoveries));

    /// <summary>Whether something is done.</summary>
    /// <exception cref="CompilationException">It is neither <c>true</c> nor <c>false</c> (<see cref="DiagnosticCode.OptionInvalid"/>).</exception>
    public static bool ParseSwitch(string option, string value) => Parse(option, value, [("true", true), ("false", false)]);

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
