using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace ModelCodegen.Compiler.Report.Html;

/// <summary>Makes elements that are the same in XML and in HTML. Texts are escaped when the tree is written.</summary>
internal static class Markup
{
    private static readonly XNamespace SvgNamespace = "http://www.w3.org/2000/svg";

    /// <summary>An HTML element. It is never written as an empty tag, which HTML takes for an open one.</summary>
    public static XElement Element(string name, params object?[] content) => new(name, "", content);

    /// <summary>An HTML element that has no content, as <c>meta</c>.</summary>
    public static XElement Empty(string name, params XAttribute[] attributes) => new(name, attributes);

    /// <summary>An SVG element.</summary>
    public static XElement Svg(string name, params object?[] content) => new(SvgNamespace + name, content);

    /// <summary>An attribute.</summary>
    public static XAttribute Attribute(string name, string value) => new(name, Clean(value));

    /// <summary>An attribute with a number, to two digits behind the point.</summary>
    public static XAttribute Attribute(string name, double value) => new(name, Number(value));

    /// <summary>The class of an element.</summary>
    public static XAttribute Class(string name) => new("class", name);

    /// <summary>What shows where the pointer rests on an SVG element.</summary>
    public static XElement Title(string text) => Svg("title", Text(text));

    /// <summary>A text, without what XML cannot hold.</summary>
    public static XText Text(string text) => new(Clean(text));

    /// <summary>A number for a drawing.</summary>
    public static string Number(double value) => Math.Round(value, 2).ToString(CultureInfo.InvariantCulture);

    private static string Clean(string text)
    {
        if (text.All(c => XmlConvert.IsXmlChar(c) && c != '\r'))
        {
            return text;
        }

        var clean = text.ToCharArray();
        for (int i = 0; i < clean.Length; i++)
        {
            if (i + 1 < clean.Length && XmlConvert.IsXmlSurrogatePair(clean[i + 1], clean[i]))
            {
                i++;
            }
            else if (!XmlConvert.IsXmlChar(clean[i]) || clean[i] == '\r')
            {
                clean[i] = '\uFFFD';
            }
        }

        return new string(clean);
    }
}
