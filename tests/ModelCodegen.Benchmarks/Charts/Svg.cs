using System.Globalization;
using System.Security;
using System.Text;

namespace ModelCodegen.Benchmarks.Charts;

/// <summary>An SVG drawing on a white ground: a few shapes, in pixels from the upper left corner.</summary>
internal sealed class Svg
{
    private readonly StringBuilder shapes = new();

    /// <summary>A filled rectangle; the title shows where the pointer rests.</summary>
    public void Rectangle(double x, double y, double width, double height, string fill, string title = "") =>
        Add($"<rect x=\"{N(x)}\" y=\"{N(y)}\" width=\"{N(Math.Max(width, 0))}\" height=\"{N(height)}\" fill=\"{fill}\">{Title(title)}</rect>");

    /// <summary>A filled circle.</summary>
    public void Circle(double x, double y, double radius, string fill, string title = "") =>
        Add($"<circle cx=\"{N(x)}\" cy=\"{N(y)}\" r=\"{N(radius)}\" fill=\"{fill}\">{Title(title)}</circle>");

    /// <summary>A straight line.</summary>
    public void Line(double x1, double y1, double x2, double y2, string stroke, double width = 1, bool dashed = false) =>
        Add($"<line x1=\"{N(x1)}\" y1=\"{N(y1)}\" x2=\"{N(x2)}\" y2=\"{N(y2)}\" stroke=\"{stroke}\" stroke-width=\"{N(width)}\"{(dashed ? " stroke-dasharray=\"4 3\"" : "")}/>");

    /// <summary>A line of text; <paramref name="y"/> is its middle.</summary>
    public void Text(double x, double y, string text, TextAnchor anchor = TextAnchor.Start, double size = 12, string fill = Palette.Text, bool bold = false) =>
        Add(
            $"<text x=\"{N(x)}\" y=\"{N(y)}\" dominant-baseline=\"central\" text-anchor=\"{anchor.ToString().ToLowerInvariant()}\" font-size=\"{N(size)}\" fill=\"{fill}\""
            + $"{(bold ? " font-weight=\"bold\"" : "")}>{SecurityElement.Escape(text)}</text>");

    /// <summary>The file's text.</summary>
    public string ToText(double width, double height) => $"""
        <svg xmlns="http://www.w3.org/2000/svg" width="{N(width)}" height="{N(height)}" viewBox="0 0 {N(width)} {N(height)}" font-family="system-ui, -apple-system, 'Segoe UI', 'DejaVu Sans', sans-serif">
        <rect width="100%" height="100%" fill="white"/>
        {shapes.ToString().TrimEnd('\n')}
        </svg>

        """;

    private static string Title(string title) => title.Length > 0 ? $"<title>{SecurityElement.Escape(title)}</title>" : "";

    private static string N(double number) => Math.Round(number, 2).ToString(CultureInfo.InvariantCulture);

    private void Add(string shape) => shapes.Append(shape).Append('\n');
}
