using System.Globalization;

namespace ModelCodegen.Benchmarks.Charts;

/// <summary>A horizontal axis: where numbers are on it.</summary>
/// <param name="Left">The x of its beginning.</param>
/// <param name="Width">Its length.</param>
/// <param name="From">The number at its beginning.</param>
/// <param name="To">The number at its end.</param>
/// <param name="Logarithmic">Whether equal steps are equal factors.</param>
internal sealed record Axis(double Left, double Width, double From, double To, bool Logarithmic)
{
    /// <summary>An axis from 0 to a round number above all.</summary>
    public static Axis Linear(double left, double width, IEnumerable<double> numbers)
    {
        double most = Math.Max(numbers.DefaultIfEmpty(1).Max(), 1e-9);
        double step = Step(most);
        return new Axis(left, width, 0, Math.Ceiling(most / step) * step, Logarithmic: false);
    }

    /// <summary>An axis of whole powers of ten around all.</summary>
    public static Axis PowersOfTen(double left, double width, IReadOnlyCollection<double> numbers) => new(
        left, width, Math.Pow(10, Math.Floor(Math.Log10(numbers.Min()))), Math.Pow(10, Math.Ceiling(Math.Log10(numbers.Max()))), Logarithmic: true);

    /// <summary>The x of a number.</summary>
    public double X(double number) => Left + (Width * (Logarithmic ? Math.Log(number / From) / Math.Log(To / From) : (number - From) / (To - From)));

    /// <summary>Draws the grid's lines with their numbers below, and what the axis is.</summary>
    public void Draw(Svg svg, double top, double bottom, string label)
    {
        foreach (double tick in Ticks())
        {
            svg.Line(X(tick), top, X(tick), bottom, Palette.Grid);
            svg.Text(X(tick), bottom + 11, tick.ToString("0.######", CultureInfo.InvariantCulture), TextAnchor.Middle, 10, Palette.Faint);
        }

        svg.Text(Left + (Width / 2), bottom + 27, label, TextAnchor.Middle, 11);
    }

    private IEnumerable<double> Ticks()
    {
        double step = Logarithmic ? 0 : Step(To);
        for (double tick = From; tick <= To * 1.0001; tick = Logarithmic ? tick * 10 : tick + step)
        {
            yield return tick;
        }
    }

    // Four to ten steps of 1, 2 or 5 times a power of ten.
    private static double Step(double most)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(most)));
        return most / power >= 4 ? power : most / power >= 2 ? power / 2 : power / 5;
    }
}
