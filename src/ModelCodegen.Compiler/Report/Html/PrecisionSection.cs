using System.Xml.Linq;
using static ModelCodegen.Compiler.Report.Html.Markup;

namespace ModelCodegen.Compiler.Report.Html;

/// <summary>How much of the network computes in which precision.</summary>
internal static class PrecisionSection
{
    private const double Width = 1000;
    private const double Height = 16;

    public static XElement? Of(NetworkReport report)
    {
        if (report.Layers.Count == 0)
        {
            return null;
        }

        LayerPrecision[] present = [.. report.Layers.Select(layer => layer.Precision).Distinct().Order()];
        return Element(
            "section",
            Element("h2", Text("Precision")),
            Element("p", Class("legend"), present.Select(precision => Element("span", Class("badge " + precision.Name()), Text(precision.Name())))),
            Element(
                "div",
                Class("shares"),
                Share(report, present, "Layers", _ => 1),
                Share(report, present, "Multiply-adds", layer => layer.Macs),
                Share(report, present, "Constants", layer => layer.ConstantBytes),
                Share(report, present, "Predicted time", layer => layer.PredictedMicroseconds)));
    }

    private static IEnumerable<XElement> Share(NetworkReport report, LayerPrecision[] present, string label, Func<LayerReport, double> measure)
    {
        double total = report.Layers.Sum(measure);
        double[] shares = [.. present.Select(precision => total == 0 ? 0 : report.Layers.Where(layer => layer.Precision == precision).Sum(measure) / total)];
        return
        [
            Element("span", Class("label"), Text(label)),
            new XElement(Svg(
                "svg",
                Attribute("viewBox", $"0 0 {Number(Width)} {Number(Height)}"),
                Attribute("preserveAspectRatio", "none"),
                Class("share"),
                present.Select((precision, i) => Svg(
                    "rect",
                    Attribute("x", shares.Take(i).Sum() * Width),
                    Attribute("y", 0),
                    Attribute("width", shares[i] * Width),
                    Attribute("height", Height),
                    Class("fill-" + precision.Name()),
                    Title($"{precision.Name()}: {Figures.Percent(shares[i])}"))))),
            Element("span", Class("number"), Text(total == 0 ? "none" : Largest(present, shares))),
        ];
    }

    private static string Largest(LayerPrecision[] present, double[] shares)
    {
        int largest = Array.IndexOf(shares, shares.Max());
        return $"{Figures.Percent(shares[largest])} {present[largest].Name()}";
    }
}
