using System;
using System.Globalization;

namespace ModelCodegen.Plan;

/// <summary>The address of a tensor's first element.</summary>
/// <param name="Space">The memory it lives in.</param>
/// <param name="Index">Which input or output; 0 for the arena and the weights.</param>
/// <param name="Offset">Bytes from the start of that memory.</param>
public readonly record struct Location(Space Space, int Index, int Offset)
{
    /// <summary>A place in the arena.</summary>
    public static Location Arena(int offset) => new Location(Space.Arena, 0, offset);

    /// <summary>A place in the weight resource.</summary>
    public static Location Weights(int offset) => new Location(Space.Weights, 0, offset);

    /// <summary>A place in the caller's input number <paramref name="index"/>.</summary>
    public static Location Input(int index, int offset = 0) => new Location(Space.Input, index, offset);

    /// <summary>A place in the caller's output number <paramref name="index"/>.</summary>
    public static Location Output(int index, int offset = 0) => new Location(Space.Output, index, offset);

    /// <summary>The location <paramref name="bytes"/> further on.</summary>
    public Location Plus(int bytes) => this with { Offset = checked(Offset + bytes) };

    /// <summary>For example <c>arena+64</c>, <c>weights+0</c>, <c>input0+0</c>.</summary>
    public override string ToString()
    {
        string index = Space is Space.Input or Space.Output ? Index.ToString(CultureInfo.InvariantCulture) : "";
        return Space.ToString().ToLowerInvariant() + index + "+" + Offset.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <exception cref="FormatException">The text is no location.</exception>
    public static Location Parse(string text)
    {
        int plus = text.IndexOf('+');
        if (plus > 0 && int.TryParse(text.Substring(plus + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int offset))
        {
            string space = text.Substring(0, plus);
            switch (space)
            {
                case "arena": return Arena(offset);
                case "weights": return Weights(offset);
            }

            foreach ((string name, Space value) in new[] { ("input", Space.Input), ("output", Space.Output) })
            {
                if (space.StartsWith(name, StringComparison.Ordinal)
                    && int.TryParse(space.Substring(name.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int index))
                {
                    return new Location(value, index, offset);
                }
            }
        }

        throw new FormatException("'" + text + "' is no location.");
    }
}
