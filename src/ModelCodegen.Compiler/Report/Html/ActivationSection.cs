using System.Globalization;
using System.Xml.Linq;
using static ModelCodegen.Compiler.Report.Html.Markup;

namespace ModelCodegen.Compiler.Report.Html;

/// <summary>A histogram per layer: what its values are, and which of them its code covers.</summary>
internal static class ActivationSection
{
    private const double Width = 220;
    private const double Height = 64;
    private const int NameLength = 27;

    public static XElement? Of(NetworkReport report)
    {
        (LayerReport Layer, int Index)[] observed =
        [
            .. report.Layers.Select((layer, index) => (layer, index)).Where(entry => entry.layer.Activation?.Histogram is not null),
        ];
        return observed.Length == 0 ? null : Element(
            "section",
            Element("h2", Text("Activations")),
            Element(
                "p",
                Class("hint"),
                Text($"What each layer gives on {Figures.Count(report.CalibrationSamples)} calibration samples; heights are logarithmic. The shaded part is what its code stands for, its ends are the clip; numbers outside saturate.")),
            Element("div", Class("cards"), observed.Select(entry => Card(entry.Layer, entry.Index))));
    }

    private static XElement Card(LayerReport layer, int index) => Element(
        "figure",
        Element(
            "figcaption",
            Element("a", Attribute("href", "#" + LayerTable.Anchor(index)), Attribute("title", layer.Name), Text($"{(index + 1).ToString(CultureInfo.InvariantCulture)} {Figures.Name(layer.Name, NameLength)}"))),
        Chart(layer.Activation!, layer.Precision),
        Element("div", Class("numbers"), Entry("range", layer.Activation!.Range), Entry("clip", layer.Activation.Clip)));

    private static XElement? Entry(string label, IntervalReport? interval) => interval is null
        ? null
        : Element("div", Element("span", Text(label)), Element("span", Class("number"), Text(LayerTable.Interval(interval))));

    private static XElement Chart(ActivationReport activation, LayerPrecision precision)
    {
        HistogramReport histogram = activation.Histogram!;
        double from = histogram.Start;
        double to = histogram.Start + (histogram.Width * histogram.Counts.Count);
        if (activation.Clip is { } code)
        {
            (from, to) = (Math.Min(from, code.Min), Math.Max(to, code.Max));
        }

        // The clip's lines stay inside of the picture.
        double margin = Math.Max((to - from) / 60, double.Epsilon);
        (from, to) = (from - margin, to + margin);
        double scale = Width / (to - from);
        double highest = BitLength(histogram.Counts.Max());
        return Svg(
            "svg",
            Attribute("viewBox", $"0 0 {Number(Width)} {Number(Height)}"),
            Class("histogram"),
            activation.Clip is { } clip ? Covered(X(clip.Min), X(clip.Max)) : null,
            Svg("path", Class("fill-" + precision.Name()), Attribute("d", string.Concat(histogram.Counts.Select((count, bin) => count == 0 ? "" : Bar(bin, count))))),
            from < 0 && to > 0 ? Line(X(0), "zero") : null,
            activation.Clip is { } ends ? new[] { Line(X(ends.Min), "clip"), Line(X(ends.Max), "clip") } : null,
            Svg("line", Class("base"), Attribute("x1", 0), Attribute("x2", Width), Attribute("y1", Height - 0.5), Attribute("y2", Height - 0.5)));

        double X(double value) => (value - from) * scale;

        string Bar(int bin, long count)
        {
            double height = BitLength(count) / highest * (Height - 4);
            double width = Math.Max(0.6, (histogram.Width * scale) - 0.4);
            return $"M{Number(X(histogram.Start + (bin * histogram.Width)))} {Number(Height)}v{Number(-height)}h{Number(width)}v{Number(height)}z";
        }
    }

    private static XElement Covered(double from, double to) => Svg(
        "rect", Class("covered"), Attribute("x", from), Attribute("y", 0), Attribute("width", to - from), Attribute("height", Height));

    private static XElement Line(double x, string @class) => Svg(
        "line", Class(@class), Attribute("x1", x), Attribute("x2", x), Attribute("y1", 0), Attribute("y2", Height));

    // A logarithm that is the same everywhere, fine enough for a bar.
    private static double BitLength(long count)
    {
        int bits = 63 - System.Numerics.BitOperations.LeadingZeroCount((ulong)count);
        return bits + ((double)count / (1L << bits));
    }
}
