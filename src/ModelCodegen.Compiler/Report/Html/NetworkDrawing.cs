using System.Globalization;
using System.Text;
using System.Xml.Linq;
using static ModelCodegen.Compiler.Report.Html.Markup;

namespace ModelCodegen.Compiler.Report.Html;

/// <summary>Draws the network: a box per layer, coloured by precision, and a line per value.</summary>
internal static class NetworkDrawing
{
    private const double BoxWidth = 216;
    private const double BoxHeight = 40;
    private const double Gap = 20;
    private const double PointWidth = 18;
    private const double RankHeight = 66;
    private const double Margin = 12;
    private const int NameLength = 27;
    private const int DetailLength = 34;

    public static XElement Of(NetworkReport report)
    {
        Box[] boxes = [.. report.Inputs.Select(Port), .. report.Layers.Select(Layer), .. report.Outputs.Select(Port)];
        (int From, int To)[] edges = [.. Edges(report)];
        var layout = new LayeredLayout(boxes.Length, edges, BoxWidth + Gap, PointWidth);
        double width = layout.Width + (2 * Margin);
        double height = (layout.Ranks * RankHeight) - (RankHeight - BoxHeight) + (2 * Margin);
        return Element(
            "section",
            Element("h2", Text("Network")),
            Element("p", Class("legend"), report.Layers.Select(layer => layer.Precision).Distinct().Order()
                .Select(precision => Element("span", Class("badge " + precision.Name()), Text(precision.Name())))),
            Element("div", Class("drawing"), Svg(
                "svg",
                Attribute("width", width),
                Attribute("height", height),
                Attribute("viewBox", $"0 0 {Number(width)} {Number(height)}"),
                Attribute("role", "img"),
                layout.Routes.Select(route => Svg("path", Class("edge"), Attribute("d", Path(layout, route)))),
                boxes.Select((box, i) => Draw(box, Margin + layout.Center(i) - (BoxWidth / 2), Top(layout, i))))));
    }

    private static IEnumerable<(int From, int To)> Edges(NetworkReport report)
    {
        var producers = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < report.Inputs.Count; i++)
        {
            producers[report.Inputs[i].Name] = i;
        }

        for (int i = 0; i < report.Layers.Count; i++)
        {
            foreach (string input in report.Layers[i].Inputs)
            {
                if (producers.TryGetValue(input, out int from))
                {
                    yield return (from, report.Inputs.Count + i);
                }
            }

            foreach (string output in report.Layers[i].Outputs)
            {
                producers[output] = report.Inputs.Count + i;
            }
        }

        for (int i = 0; i < report.Outputs.Count; i++)
        {
            if (producers.TryGetValue(report.Outputs[i].Name, out int from))
            {
                yield return (from, report.Inputs.Count + report.Layers.Count + i);
            }
        }
    }

    private static Box Port(PortReport port) => new("port", port.Name, $"{port.Type} {Figures.Shape(port.Shape)}", $"{port.Name}\n{port.Type} {Figures.Shape(port.Shape)}", null);

    private static Box Layer(LayerReport layer, int index)
    {
        var title = new StringBuilder(layer.Name).Append('\n').Append(layer.Operator).Append(", ").Append(Figures.Shape(layer.Shape)).Append('\n').Append(layer.Precision.Name());
        if (layer.Macs > 0)
        {
            title.Append(", ").Append(Figures.Count(layer.Macs)).Append(" MACs");
        }

        if (layer.Sqnr is { } sqnr)
        {
            title.Append(CultureInfo.InvariantCulture, $", SQNR {Figures.Decibels(sqnr)} dB");
        }

        return new Box(layer.Precision.Name(), layer.Name, $"{layer.Operator} · {Figures.Shape(layer.Shape)}", title.ToString(), "#" + LayerTable.Anchor(index));
    }

    private static XElement Draw(Box box, double x, double y)
    {
        object[] shapes =
        [
            Title(box.Title),
            Svg("rect", Class("box"), Attribute("width", BoxWidth), Attribute("height", BoxHeight), Attribute("rx", 5)),
            Svg("rect", Class("fill-" + box.Kind), Attribute("width", 5), Attribute("height", BoxHeight), Attribute("rx", 2)),
            Svg("text", Class("name"), Attribute("x", 13), Attribute("y", 16), Text(Figures.Name(box.Name, NameLength))),
            Svg("text", Class("detail"), Attribute("x", 13), Attribute("y", 31), Text(Shorten(box.Detail))),
        ];
        return Svg(
            "g",
            Class("node " + box.Kind),
            Attribute("transform", $"translate({Number(x)} {Number(y)})"),
            box.Link is null ? shapes : Svg("a", Attribute("href", box.Link), shapes));
    }

    private static string Shorten(string text) => text.Length <= DetailLength ? text : text[..(DetailLength - 1)] + "…";

    private static double Top(LayeredLayout layout, int node) => Margin + (layout.RankOf(node) * RankHeight);

    private static string Path(LayeredLayout layout, (int From, int To, int[] Points) route)
    {
        double x = Margin + layout.Center(route.From);
        double y = Top(layout, route.From) + BoxHeight;
        var path = new StringBuilder($"M{Number(x)} {Number(y)}");
        foreach (int point in route.Points)
        {
            Bend(Margin + layout.Center(point), Top(layout, point));
            y += BoxHeight;
            path.Append(CultureInfo.InvariantCulture, $"V{Number(y)}");
        }

        Bend(Margin + layout.Center(route.To), Top(layout, route.To));
        return path.ToString();

        void Bend(double toX, double toY)
        {
            double middle = (y + toY) / 2;
            path.Append(CultureInfo.InvariantCulture, $"C{Number(x)} {Number(middle)} {Number(toX)} {Number(middle)} {Number(toX)} {Number(toY)}");
            (x, y) = (toX, toY);
        }
    }

    private sealed record Box(string Kind, string Name, string Detail, string Title, string? Link);
}
