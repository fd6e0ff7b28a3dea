using System.Globalization;
using System.Xml.Linq;
using static ModelCodegen.Compiler.Report.Html.Markup;

namespace ModelCodegen.Compiler.Report.Html;

/// <summary>A row per layer, with bars for what varies.</summary>
internal static class LayerTable
{
    private const double BarWidth = 36;
    private const double BarHeight = 8;

    private const int NameLength = 28;

    // From here on a layer hardly adds noise that a bar must show.
    private const double MostDecibels = 60;

    public static XElement? Of(NetworkReport report)
    {
        if (report.Layers.Count == 0)
        {
            return null;
        }

        IReadOnlyList<LayerReport> layers = report.Layers;
        bool hasSqnr = layers.Any(layer => layer.Sqnr is not null);
        bool isSparse = layers.Any(layer => layer.Sparsity >= 0.0005);
        bool hasActivations = layers.Any(layer => layer.Activation is not null);
        double macs = Most(layer => layer.Macs);
        double bytes = Most(layer => layer.ConstantBytes);
        double time = Most(layer => layer.PredictedMicroseconds);
        return Element(
            "section",
            Element("h2", Text("Layers")),
            Element("div", Class("scroll"), Element(
                "table",
                Element("thead", Element(
                    "tr",
                    Heading("#", "number"),
                    Heading("Layer"),
                    Heading("Operator"),
                    Heading("Output"),
                    Heading("Precision"),
                    Heading("Bits", "number"),
                    Heading("MACs", "number"),
                    Heading("Constants", "number"),
                    isSparse ? Heading("Sparsity", "number") : null,
                    hasSqnr ? Heading("SQNR, dB", "number") : null,
                    hasActivations ? Heading("Range", "number") : null,
                    hasActivations ? Heading("Clip", "number") : null,
                    Heading("Predicted", "number"))),
                Element("tbody", layers.Select((layer, index) => Element(
                    "tr",
                    Attribute("id", Anchor(index)),
                    Cell((index + 1).ToString(CultureInfo.InvariantCulture), "number faint"),
                    Element("th", Attribute("scope", "row"), Attribute("title", layer.Name), Text(Figures.Name(layer.Name, NameLength))),
                    Cell(layer.Operator),
                    Cell(Figures.Shape(layer.Shape), "shape"),
                    Element("td", Element("span", Class("badge " + layer.Precision.Name()), Text(layer.Precision.Name()))),
                    Cell(layer.WeightBits == 0 ? "" : layer.WeightBits.ToString(CultureInfo.InvariantCulture), "number"),
                    Bar(layer.Macs == 0 ? "" : Figures.Count(layer.Macs), layer.Macs / macs, "macs"),
                    Bar(layer.ConstantBytes == 0 ? "" : Figures.Bytes(layer.ConstantBytes), layer.ConstantBytes / bytes, "bytes"),
                    isSparse ? Cell(layer.Sparsity is { } sparsity ? Figures.Percent(sparsity) : "", "number") : null,
                    hasSqnr ? Sqnr(layer.Sqnr) : null,
                    hasActivations ? Cell(Interval(layer.Activation?.Range), "number interval") : null,
                    hasActivations ? Cell(Interval(layer.Activation?.Clip), "number interval") : null,
                    Bar(Figures.Microseconds(layer.PredictedMicroseconds), layer.PredictedMicroseconds / time, "time")))))));

        double Most(Func<LayerReport, double> measure) => layers.Select(measure).Where(value => value > 0).DefaultIfEmpty(1).Max();
    }

    /// <summary>The fragment that a row answers to.</summary>
    public static string Anchor(int index) => "layer" + index.ToString(CultureInfo.InvariantCulture);

    /// <summary>An interval as text.</summary>
    public static string Interval(IntervalReport? interval) => interval is null ? "" : $"{Figures.Real(interval.Min)} … {Figures.Real(interval.Max)}";

    private static XElement Sqnr(double? sqnr) => sqnr is null
        ? Cell("", "number")
        : Bar(Figures.Decibels(sqnr.Value), Math.Clamp(sqnr.Value / MostDecibels, 0, 1), sqnr < 10 ? "bad" : sqnr < 20 ? "fair" : "good");

    private static XElement Heading(string text, string @class = "") => Element("th", Attribute("scope", "col"), Class(@class), Text(text));

    private static XElement Cell(string text, string @class = "") => Element("td", Class(@class), Text(text));

    private static XElement Bar(string text, double share, string kind) => Element(
        "td",
        Class("number bar"),
        Element("span", Text(text)),
        text.Length == 0 ? null : Svg(
            "svg",
            Attribute("width", BarWidth),
            Attribute("height", BarHeight),
            Attribute("aria-hidden", "true"),
            Svg("rect", Class("track"), Attribute("width", BarWidth), Attribute("height", BarHeight), Attribute("rx", 2)),
            Svg("rect", Class("bar-" + kind), Attribute("width", Math.Max(1, share * BarWidth)), Attribute("height", BarHeight), Attribute("rx", 2))));
}
