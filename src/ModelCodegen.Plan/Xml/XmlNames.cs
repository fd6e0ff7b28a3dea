using System.Text;

namespace ModelCodegen.Plan;

/// <summary>Turns C# names into XML names and back: <c>InputRowStride</c> is <c>input-row-stride</c>.</summary>
internal static class XmlNames
{
    public static string Kebab(string pascal)
    {
        var name = new StringBuilder();
        foreach (char c in pascal)
        {
            if (c is >= 'A' and <= 'Z')
            {
                name.Append(name.Length > 0 ? "-" : "").Append((char)(c + 32));
            }
            else
            {
                name.Append(c);
            }
        }

        return name.ToString();
    }

    public static string Pascal(string kebab)
    {
        var name = new StringBuilder();
        bool upper = true;
        foreach (char c in kebab)
        {
            if (c == '-')
            {
                upper = true;
            }
            else
            {
                name.Append(upper && c is >= 'a' and <= 'z' ? (char)(c - 32) : c);
                upper = false;
            }
        }

        return name.ToString();
    }
}
