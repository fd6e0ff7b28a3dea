using System.Xml.Linq;
using ModelCodegen.Compiler.Reference;
using static ModelCodegen.Compiler.Report.Html.Markup;

namespace ModelCodegen.Compiler.Report.Html;

/// <summary>The head of the page: what was compressed, how, and what came out.</summary>
internal static class SummarySection
{
    public static XElement Header(NetworkReport report) => Element(
        "header",
        Element("h1", Text(report.Model)),
        Element("p", Class("lead"), Element("code", Text(report.Class)), Text(" · " + report.Options)),
        Element("p", Class("ports"), Ports(report.Inputs), Element("span", Class("arrow"), Text(" → ")), Ports(report.Outputs)));

    public static XElement Tiles(NetworkReport report)
    {
        TotalsReport totals = report.Totals;
        double? sqnr = report.Layers.LastOrDefault(layer => layer.Outputs.Contains(report.Outputs.FirstOrDefault()?.Name))?.Sqnr;
        return Element(
            "section",
            Class("tiles"),
            Tile("Size", Figures.Bytes(totals.WeightBytes), $"from {Figures.Bytes(totals.FileBytes)} · {Figures.Percent((double)totals.WeightBytes / Math.Max(1, totals.FileBytes))}"),
            Tile("Multiply-adds", Figures.Count(totals.Macs), $"{Figures.Count(totals.Parameters)} parameters"),
            Tile("Memory of an instance", Figures.Bytes(totals.ArenaBytes), "weights are shared"),
            Tile("Sparsity", Figures.Percent(totals.Sparsity), report.Pruning == "none" ? "nothing was pruned" : $"pruning: {report.Pruning}"),
            Tile("Predicted time", Figures.Microseconds(totals.PredictedMicroseconds), "one core, modelled"),
            sqnr is null ? null : Tile("Output SQNR", Figures.Decibels(sqnr.Value) + (sqnr < SignalNoise.Exact ? " dB" : ""), $"against float, {report.ComparedSamples} samples"),
            report.Accuracy is { } accuracy ? Accuracy(accuracy) : null);
    }

    public static XElement? Warnings(NetworkReport report) => report.Warnings.Count == 0 ? null : Element(
        "section",
        Class("warnings"),
        Element("h2", Text("Warnings")),
        Element("ul", report.Warnings.Select(warning => Element("li", Element("code", Text(warning.Code)), Text(" " + warning.Text)))));

    private static XElement Accuracy(AccuracyReport accuracy)
    {
        string drop = $"drop {Figures.Points(accuracy.Drop)} ± {Figures.Points(accuracy.Interval)} points";
        string label = accuracy.Measure switch
        {
            "top-1" => "Top-1 accuracy",
            "agreement" => "Agreement of arg-max",
            _ => "Signal without noise",
        };
        return Tile(
            label,
            Figures.Percent(accuracy.Compressed / 100, "0.00"),
            accuracy.Measure == "top-1"
                ? $"float {Figures.Percent(accuracy.Float / 100, "0.00")} · {drop} · {accuracy.Samples} samples"
                : $"with float · {drop} · {accuracy.Samples} samples");
    }

    private static IEnumerable<object> Ports(IEnumerable<PortReport> ports) => ports.SelectMany((port, index) => new object?[]
    {
        index > 0 ? Text(", ") : null,
        Element("code", Text(port.Name)),
        Text($" {port.Type} {Figures.Shape(port.Shape)}"),
    }).OfType<object>();

    private static XElement Tile(string label, string value, string note) => Element(
        "div",
        Class("tile"),
        Element("div", Class("label"), Text(label)),
        Element("div", Class("value"), Text(value)),
        Element("div", Class("note"), Text(note)));
}
