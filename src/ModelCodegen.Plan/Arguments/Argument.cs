using System;
using System.Globalization;
using System.Linq;

namespace ModelCodegen.Plan;

/// <summary>
/// One argument of a kernel's call. As text: <c>read float32 input0+0 x24</c>, <c>write int64 arena+64 x5</c> (spans),
/// <c>ref float32 arena+0</c>, <c>12</c>, <c>[2,3]</c>, <c>0.5d</c>, <c>true</c>, <c>new Real&lt;float,Elu&gt;(1,0)</c>.
/// </summary>
public abstract record Argument
{
    /// <summary>Reads what <see cref="object.ToString"/> wrote.</summary>
    /// <exception cref="FormatException">The text is no argument.</exception>
    public static Argument Parse(string text)
    {
        if (text is "true" or "false")
        {
            return new FlagArgument(text == "true");
        }

        if (text.StartsWith("[", StringComparison.Ordinal) && text.EndsWith("]", StringComparison.Ordinal))
        {
            string inner = text.Substring(1, text.Length - 2);
            return new IntegersArgument(inner.Length == 0 ? [] : inner.Split(',').Select(Int).ToArray());
        }

        if (text.StartsWith("new ", StringComparison.Ordinal))
        {
            return FunctionArgument.Parse(text.Substring(4));
        }

        string[] words = text.Split(' ');
        return words.Length switch
        {
            1 when text.EndsWith("d", StringComparison.Ordinal) => new NumberArgument(Number(text.Substring(0, text.Length - 1))),
            1 => new IntegerArgument(Int(text)),
            3 when words[0] == "ref" => new ElementArgument(TypeOf(words[1]), Location.Parse(words[2])),
            4 when words[0] is "read" or "write" && words[3].StartsWith("x", StringComparison.Ordinal) =>
                new SpanArgument(TypeOf(words[1]), Location.Parse(words[2]), Int(words[3].Substring(1)), words[0] == "write"),
            _ => throw new FormatException("'" + text + "' is no argument."),
        };
    }

    /// <summary>A number as text that reads back as the same number.</summary>
    protected internal static string Format(double value) =>
        double.IsPositiveInfinity(value) ? "Infinity"
        : double.IsNegativeInfinity(value) ? "-Infinity"
        : value.ToString("R", CultureInfo.InvariantCulture) is var text && Number(text) == value ? text : value.ToString("G17", CultureInfo.InvariantCulture);

    // .NET Framework, where Visual Studio may run the generator, neither writes nor reads the infinity sign alike.
    internal static double Number(string text) => text switch
    {
        "Infinity" => double.PositiveInfinity,
        "-Infinity" => double.NegativeInfinity,
        _ => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
    };

    private static int Int(string text) => int.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    private static ElementType TypeOf(string text) => Enum.TryParse(text, ignoreCase: true, out ElementType type) && Enum.IsDefined(typeof(ElementType), type)
        ? type
        : throw new FormatException("'" + text + "' is no element type.");
}
