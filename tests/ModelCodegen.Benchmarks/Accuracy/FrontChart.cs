using ModelCodegen.Benchmarks.Charts;

namespace ModelCodegen.Benchmarks.Accuracy;

/// <summary>Time to the right, accuracy upwards: what lies above and to the left is better.</summary>
internal static class FrontChart
{
    private const double Left = 70;
    private const double Top = 110;
    private const double Width = 760;
    private const double Height = 420;

    // Floats differ from floats by hardly anything: their point is drawn at the upper edge.
    private const double HighestSqnr = 60;

    private static readonly Dictionary<FrontGroup, (string Colour, string Name)> Groups = new()
    {
        [FrontGroup.Uniform] = (Palette.Ours, "one precision for all layers"),
        [FrontGroup.Budget] = (Palette.Kinds[2], "mixes that MaxAccuracyDrop chose"),
        [FrontGroup.Random] = ("#b0b0b0", "mixes that chance chose"),
        [FrontGroup.Peer] = (Palette.Peer, "ONNX Runtime"),
    };

    /// <summary>Draws it.</summary>
    public static string Draw(string network, IReadOnlyList<FrontPoint> points)
    {
        var svg = new Svg();
        svg.Text(16, 26, $"{network}: time and accuracy", size: 18, bold: true);
        svg.Text(16, 50, $"{Processor.Name}, {Processor.Tier}, .NET {Environment.Version}, one thread; 10,000 test images of Fashion-MNIST", fill: Palette.Faint);
        double legend = 16;
        foreach ((string colour, string name) in Groups.Values)
        {
            svg.Circle(legend + 5, 78, 5, colour);
            svg.Text(legend + 16, 78, name);
            legend += 235;
        }

        // The peer may be far away; it is drawn at the right edge then, with its time.
        double most = points.Where(point => point.Group != FrontGroup.Peer).Max(point => point.Microseconds);
        Axis time = Axis.Linear(Left, Width, [most * 1.1]);
        Axis sqnr = Axis.Linear(0, Height, [HighestSqnr]);
        time.Draw(svg, Top, Top + Height, "microseconds per image");
        foreach (double tick in Enumerable.Range(0, 7).Select(i => i * 10.0))
        {
            svg.Line(Left, Y(tick), Left + Width, Y(tick), Palette.Grid);
            svg.Text(Left - 8, Y(tick), tick == HighestSqnr ? "60+" : $"{tick:F0}", TextAnchor.End, 10, Palette.Faint);
        }

        svg.Text(16, Top - 10, "SQNR of the logits, dB", size: 11);
        foreach (FrontPoint point in points.OrderByDescending(point => point.Group))
        {
            bool outside = point.Microseconds > time.To;
            double x = time.X(Math.Min(point.Microseconds, time.To));
            svg.Circle(x, Y(point.Sqnr), point.Group == FrontGroup.Random ? 4 : 6, Groups[point.Group].Colour, $"{point.Name}: {point.Microseconds:F1} us, {point.Sqnr:F1} dB, {point.Agreement:F2} % agree");
            if (point.Group is FrontGroup.Uniform or FrontGroup.Peer)
            {
                svg.Text(outside ? x - 10 : x + 10, Y(point.Sqnr) + 2, outside ? $"{point.Name}, {point.Microseconds:F0} us" : point.Name, outside ? TextAnchor.End : TextAnchor.Start, 11);
            }
        }

        return svg.ToText(Left + Width + 110, Top + Height + 48);

        double Y(double decibels) => Top + Height - sqnr.X(Math.Min(decibels, HighestSqnr));
    }
}
