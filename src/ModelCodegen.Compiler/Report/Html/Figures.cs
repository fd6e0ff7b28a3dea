using System.Globalization;
using ModelCodegen.Compiler.Reference;

namespace ModelCodegen.Compiler.Report.Html;

/// <summary>Numbers as people read them, in every culture alike.</summary>
internal static class Figures
{
    // Keeps a number and its unit on one line.
    private const string Space = "\u00A0";

    private static readonly string[] Prefixes = ["", "k", "M", "G", "T"];

    /// <summary>A count with a prefix: <c>2.29 M</c>.</summary>
    public static string Count(long value)
    {
        double scaled = value;
        int prefix = 0;
        while (Math.Abs(scaled) >= 999.5 && prefix + 1 < Prefixes.Length)
        {
            scaled /= 1000;
            prefix++;
        }

        return prefix == 0 ? Format(value, "0") : $"{Significant(scaled)}{Space}{Prefixes[prefix]}";
    }

    /// <summary>A size: <c>132 KiB</c>.</summary>
    public static string Bytes(long value)
    {
        string[] units = ["B", "KiB", "MiB", "GiB"];
        double scaled = value;
        int unit = 0;
        while (scaled >= 999.5 && unit + 1 < units.Length)
        {
            scaled /= 1024;
            unit++;
        }

        return $"{(unit == 0 ? Format(value, "0") : Significant(scaled))}{Space}{units[unit]}";
    }

    /// <summary>A time: <c>17.3 µs</c>, <c>2.10 ms</c>.</summary>
    public static string Microseconds(double value) => value >= 999.5 ? $"{Significant(value / 1000)}{Space}ms" : $"{Significant(value)}{Space}µs";

    /// <summary>A share: <c>26.1 %</c>.</summary>
    public static string Percent(double value, string format = "0.0") => Format(value * 100, format) + Space + "%";

    /// <summary>Percentage points, without their unit.</summary>
    public static string Points(double value) => Format(value, "0.00");

    /// <summary>A ratio in dB; <c>exact</c> where there is no noise.</summary>
    public static string Decibels(double value) => value >= SignalNoise.Exact ? "exact" : Format(value, "0.0");

    /// <summary>A number of any size, to about three digits.</summary>
    public static string Real(double value) => Math.Abs(value) switch
    {
        0 => "0",
        >= 1e5 or < 1e-3 => value.ToString("0.00e0", CultureInfo.InvariantCulture),
        >= 99.95 => Format(value, "0"),
        >= 9.995 => Format(value, "0.0"),
        >= 0.1 => Format(value, "0.00"),
        _ => Format(value, "0.0000"),
    };

    /// <summary>A shape: <c>1×64×28×28</c>.</summary>
    public static string Shape(IReadOnlyList<int> shape) => shape.Count == 0 ? "scalar" : string.Join("×", shape.Select(extent => extent.ToString(CultureInfo.InvariantCulture)));

    /// <summary>A layer's name where there is little room: that of the node that computes, and its end, in which long names differ.</summary>
    public static string Name(string name, int most)
    {
        int comma = name.IndexOf(", ", StringComparison.Ordinal);
        string first = comma > 0 ? name[..comma] : name;
        return first.Length <= most ? first : "…" + first[^(most - 1)..];
    }

    private static string Significant(double value) => Format(value, value >= 99.95 ? "0" : value >= 9.995 ? "0.0" : "0.00");

    private static string Format(double value, string format)
    {
        string text = value.ToString(format, CultureInfo.InvariantCulture);
        return text.Replace('-', '\u2212');
    }
}
