using System.Xml.Linq;
using static ModelCodegen.Compiler.Report.Html.Markup;

namespace ModelCodegen.Compiler.Report.Html;

/// <summary>Which layers have lost weights.</summary>
internal static class PruningSection
{
    // Zeros that nobody made.
    private const double Noticeable = 0.01;
    private const int NameLength = 34;

    public static XElement? Of(NetworkReport report)
    {
        LayerReport[] pruned = [.. report.Layers.Where(layer => layer.Sparsity > Noticeable)];
        return report.Pruning == "none" || pruned.Length == 0 ? null : Element(
            "section",
            Element("h2", Text("Pruning")),
            Element("p", Text($"Method: {report.Pruning}. {pruned.Length} of {report.Layers.Count(layer => layer.Sparsity is not null)} layers with weights have zeros; their shares:")),
            Element("div", Class("pruned"), pruned.SelectMany(Row)));
    }

    private static IEnumerable<XElement> Row(LayerReport layer) =>
    [
        Element("span", Class("name"), Attribute("title", layer.Name), Text(Figures.Name(layer.Name, NameLength))),
        Svg(
            "svg",
            Attribute("viewBox", "0 0 1000 12"),
            Attribute("preserveAspectRatio", "none"),
            Class("share"),
            Svg("rect", Class("track"), Attribute("width", 1000), Attribute("height", 12)),
            Svg("rect", Class("bar-sparsity"), Attribute("width", layer.Sparsity!.Value * 1000), Attribute("height", 12))),
        Element("span", Class("number"), Text(Figures.Percent(layer.Sparsity.Value))),
    ];
}
