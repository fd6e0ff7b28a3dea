using System;
using System.Globalization;
using System.Linq;
using System.Text;

namespace ModelCodegen.Plan;

/// <summary>The text of one attribute. Numbers are invariant, floats round-trip, texts escape what XML forbids.</summary>
internal static class XmlValue
{
    public static string Format(Type type, object? value) => value switch
    {
        null => "",
        string s => Escape(s),
        bool b => b ? "true" : "false",
        int i => i.ToString(CultureInfo.InvariantCulture),
        float f => f.ToString("R", CultureInfo.InvariantCulture) is var text && float.Parse(text, CultureInfo.InvariantCulture) == f
            ? text
            : f.ToString("G9", CultureInfo.InvariantCulture),
        double d => d.ToString("G17", CultureInfo.InvariantCulture),
        EquatableArray<int> a => string.Join(",", a.Select(i => i.ToString(CultureInfo.InvariantCulture))),
        EquatableArray<string> a => string.Join("; ", a),
        EquatableArray<Argument> a => string.Join("; ", a),
        Activation a => FormatActivation(a),
        Tile t => Numbers(t.Pixels, t.Blocks, t.Unroll, t.HalfPixels, t.WidePixels, t.WideBlocks),
        Winograd w => Numbers(w.Outputs, w.Tiles, w.Blocks, w.Taps),
        Location l => l.ToString(),
        Enum e => XmlNames.Kebab(e.ToString()),
        _ => throw new FormatException(type.Name + " cannot be written."),
    };

    public static object Parse(Type type, string text)
    {
        Type target = Nullable.GetUnderlyingType(type) ?? type;
        if (target == typeof(string))
        {
            return Unescape(text);
        }

        if (target == typeof(bool))
        {
            return text == "true";
        }

        if (target == typeof(int))
        {
            return Int(text);
        }

        if (target == typeof(float))
        {
            return Float(text);
        }

        if (target == typeof(double))
        {
            return double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        }

        if (target == typeof(EquatableArray<int>))
        {
            return new EquatableArray<int>(text.Length == 0 ? Array.Empty<int>() : text.Split(',').Select(Int));
        }

        if (target == typeof(EquatableArray<string>))
        {
            return new EquatableArray<string>(List(text));
        }

        if (target == typeof(EquatableArray<Argument>))
        {
            return new EquatableArray<Argument>(List(text).Select(Argument.Parse));
        }

        if (target == typeof(Activation))
        {
            return ParseActivation(text);
        }

        if (target == typeof(Tile))
        {
            int[] numbers = Numbers(text, 6);
            return new Tile(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5]);
        }

        if (target == typeof(Winograd))
        {
            int[] numbers = Numbers(text, 4);
            return new Winograd(numbers[0], numbers[1], numbers[2], numbers[3]);
        }

        if (target == typeof(Location))
        {
            return Location.Parse(text);
        }

        if (target.IsEnum && Enum.IsDefined(target, XmlNames.Pascal(text)))
        {
            return Enum.Parse(target, XmlNames.Pascal(text));
        }

        throw new FormatException("'" + text + "' is no " + target.Name + ".");
    }

    private static string FormatActivation(Activation activation) =>
        XmlNames.Kebab(activation.Function.ToString())
        + (activation.A != 0 || activation.B != 0
            ? "(" + Format(typeof(float), activation.A) + "," + Format(typeof(float), activation.B) + ")"
            : "");

    private static Activation ParseActivation(string text)
    {
        int open = text.IndexOf('(');
        string name = open < 0 ? text : text.Substring(0, open);
        var function = (UnaryFunction)Parse(typeof(UnaryFunction), name);
        if (open < 0)
        {
            return new Activation(function);
        }

        string[] parts = text.Substring(open + 1).TrimEnd(')').Split(',');
        return parts.Length == 2 ? new Activation(function, Float(parts[0]), Float(parts[1])) : throw new FormatException("'" + text + "' is no activation.");
    }

    private static string Numbers(params int[] numbers) => string.Join("x", numbers.Select(static number => number.ToString(CultureInfo.InvariantCulture)));

    private static int[] Numbers(string text, int count)
    {
        string[] parts = text.Split('x');
        return parts.Length == count ? Array.ConvertAll(parts, Int) : throw new FormatException("'" + text + "' are not " + count.ToString(CultureInfo.InvariantCulture) + " numbers.");
    }

    private static string[] List(string text) => text.Length == 0 ? [] : text.Split(["; "], StringSplitOptions.None);

    private static int Int(string text) => int.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    // .NET Framework, where Visual Studio may run the generator, neither writes nor reads the infinity sign alike.
    private static float Float(string text) => text switch
    {
        "Infinity" => float.PositiveInfinity,
        "-Infinity" => float.NegativeInfinity,
        _ => float.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
    };

    // Names come from the model and may hold characters that XML cannot carry.
    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (char c in text)
        {
            if (c == '\\' || c < ' ' || c is '\uFFFE' or '\uFFFF' || char.IsSurrogate(c))
            {
                escaped.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
            }
            else
            {
                escaped.Append(c);
            }
        }

        return escaped.ToString();
    }

    private static string Unescape(string text)
    {
        var plain = new StringBuilder(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\' && i + 5 < text.Length && text[i + 1] == 'u')
            {
                plain.Append((char)int.Parse(text.Substring(i + 2, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
                i += 5;
            }
            else
            {
                plain.Append(text[i]);
            }
        }

        return plain.ToString();
    }
}
