using System.Globalization;
using System.Linq;
using System.Text;

namespace ModelCodegen.Generator.Emit;

/// <summary>Values and foreign texts as C#.</summary>
internal static class Literal
{
    public static string Int(int value) => value.ToString(CultureInfo.InvariantCulture);

    public static string Float(float value) =>
        float.IsNaN(value) ? "float.NaN"
        : float.IsPositiveInfinity(value) ? "float.PositiveInfinity"
        : float.IsNegativeInfinity(value) ? "float.NegativeInfinity"
        : value == 0 && 1 / value < 0 ? "-0f"
        : value.ToString("G9", CultureInfo.InvariantCulture) + "f";

    public static string Double(double value) =>
        double.IsNaN(value) ? "double.NaN"
        : double.IsPositiveInfinity(value) ? "double.PositiveInfinity"
        : double.IsNegativeInfinity(value) ? "double.NegativeInfinity"
        : value.ToString("G17", CultureInfo.InvariantCulture) + "d";

    /// <summary>A string literal; everything beyond printable ASCII is escaped.</summary>
    public static string String(string text)
    {
        var literal = new StringBuilder("\"");
        foreach (char c in text)
        {
            if (c is '"' or '\\')
            {
                literal.Append('\\').Append(c);
            }
            else if (c is >= ' ' and <= '~')
            {
                literal.Append(c);
            }
            else
            {
                literal.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
            }
        }

        return literal.Append('"').ToString();
    }

    /// <summary>Text that cannot leave a <c>//</c> comment: control characters and line ends of every kind become spaces.</summary>
    public static string Comment(string text)
    {
        var comment = new StringBuilder(text.Length);
        foreach (char c in text)
        {
            bool harmless = c >= ' ' && c is not ('\u007F' or '\u0085' or '\u2028' or '\u2029') && !char.IsControl(c) && !char.IsSurrogate(c);
            comment.Append(harmless && char.GetUnicodeCategory(c) != UnicodeCategory.Format ? c : ' ');
        }

        return comment.ToString().Replace("*/", "* /");
    }

    /// <summary>Text of an XML documentation comment.</summary>
    public static string Xml(string text) => Comment(text).Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");

    public static string Shape(ModelCodegen.Plan.EquatableArray<int> shape) => "[" + string.Join(", ", shape.Select(Int)) + "]";
}
