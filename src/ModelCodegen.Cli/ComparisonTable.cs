using System.Globalization;
using ModelCodegen.Compiler.Report;
using ModelCodegen.Compiler.Report.Comparison;

namespace ModelCodegen.Cli;

/// <summary>A comparison as text: a table of the network's forms, and one of its layers.</summary>
internal static class ComparisonTable
{
    private const int ShownLayers = 15;

    /// <summary>The lines.</summary>
    /// <param name="report">The comparison.</param>
    /// <param name="all">Whether all layers are shown, or only the worst.</param>
    public static IEnumerable<string> Lines(ComparisonReport report, bool all)
    {
        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Model}: {report.Samples} samples{(report.CalibrationSamples > 0 ? $", ranges from {report.CalibrationSamples}" : "")}, compared with {report.Networks[0].Name}");
        yield return "";
        foreach (string line in Format(
            ["network", "bytes", "SQNR dB", "same arg-max", "top-1"],
            report.Networks.Select(network => new[]
            {
                network.Name,
                network.Bytes.ToString("N0", CultureInfo.InvariantCulture),
                Decibels(network.Sqnr),
                Percent(network.Agreement),
                Percent(network.Top1),
            }),
            leftColumns: 1))
        {
            yield return line;
        }

        LayerScore[] layers = [.. report.Layers.Take(all ? int.MaxValue : ShownLayers)];
        if (layers.Length == 0)
        {
            yield break;
        }

        bool hasPeer = report.Networks.Count > 2;
        yield return "";
        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"SQNR of layers in dB, each against its own floats, on {report.LayerSamples} samples, worst first{(layers.Length < report.Layers.Count ? $" ({layers.Length} of {report.Layers.Count}; --all shows every one)" : "")}");
        yield return "";
        string[] header = ["layer", "operator", "precision", "ModelCodegen"];
        foreach (string line in Format(
            hasPeer ? [.. header, "ONNX Runtime int8"] : header,
            layers.Select(layer =>
            {
                string[] row = [layer.Name, layer.Operator, layer.Precision.Name(), Decibels(layer.Sqnr)];
                return hasPeer ? [.. row, Decibels(layer.OnnxRuntimeSqnr)] : row;
            }),
            leftColumns: 3))
        {
            yield return line;
        }
    }

    private static string Decibels(double? value) => value switch
    {
        null => "-",
        >= NetworkScore.Exact => "exact",
        _ => value.Value.ToString("F2", CultureInfo.InvariantCulture),
    };

    private static string Percent(double? value) => value is { } percent ? percent.ToString("F2", CultureInfo.InvariantCulture) + " %" : "-";

    // Names at the left, numbers at the right of their columns.
    private static IEnumerable<string> Format(string[] header, IEnumerable<string[]> rows, int leftColumns)
    {
        string[][] lines = [header, .. rows];
        int[] widths = [.. header.Select((_, column) => lines.Max(line => line[column].Length))];
        return lines.Select(line => string.Join("  ", line.Select((cell, column) => column < leftColumns ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]))).TrimEnd());
    }
}
