using ModelCodegen.Benchmarks.Charts;

namespace ModelCodegen.Benchmarks.Layers;

/// <summary>A profile as a picture: a row per step with its time and its multiply-adds per second, above them the kinds' shares.</summary>
internal static class LayerChart
{
    private const double Width = 1160;
    private const double RowHeight = 15;
    private const double Names = 420;
    private const double BarsWidth = 310;
    private const int NameLength = 66;
    private const int KindsPerLine = 3;

    /// <summary>Draws it.</summary>
    public static string Draw(LayerProfile profile)
    {
        var svg = new Svg();
        IReadOnlyList<LayerRow> kinds = profile.Kinds;
        Dictionary<string, string> colours = kinds.Select((kind, i) => (kind.Kind, Palette.Kinds[Math.Min(i, Palette.Kinds.Count - 1)])).ToDictionary(pair => pair.Kind, pair => pair.Item2);
        svg.Text(16, 26, $"{profile.Model}, {profile.Quantization}: {profile.Seconds * 1e3:F3} ms", size: 18, bold: true);
        svg.Text(16, 50, $"{Processor.Name}, {Processor.Tier}, .NET {Environment.Version}, one thread; peak {profile.Peak.Gmacs:F0} GMAC/s; each step's fastest of many runs", fill: Palette.Faint);
        double top = Shares(svg, profile, kinds, colours) + 24;
        double bottom = top + (profile.Rows.Count * RowHeight);
        Axis time = Axis.Linear(Names, BarsWidth, profile.Rows.Select(row => row.Seconds * 1e6));
        Axis speed = Axis.Linear(Names + BarsWidth + 70, BarsWidth - 10, [profile.Peak.Gmacs]);
        time.Draw(svg, top, bottom, "microseconds");
        speed.Draw(svg, top, bottom, "GMAC/s, and share of the peak");
        for (int i = 0; i < profile.Rows.Count; i++)
        {
            LayerRow row = profile.Rows[i];
            double middle = top + ((i + 0.5) * RowHeight);
            svg.Text(Names - 8, middle, Short(row.Name), TextAnchor.End, 10);
            Bar(time, row.Seconds * 1e6, $"{row.Seconds * 1e6:F1}");
            if (row.MultiplyAdds > 0)
            {
                Bar(speed, row.Gmacs, $"{row.Gmacs:F0}, {row.Gmacs / profile.Peak.Gmacs:P0}");
            }

            void Bar(Axis axis, double value, string text)
            {
                svg.Rectangle(axis.Left, middle - 5.5, axis.X(value) - axis.Left, 11, colours[row.Kind], $"{row.Name}: {row.Seconds * 1e6:F1} us, {row.Gmacs:F1} GMAC/s");
                svg.Text(axis.X(value) + 4, middle, text, size: 9, fill: Palette.Faint);
            }
        }

        svg.Line(speed.X(profile.Peak.Gmacs), top - 6, speed.X(profile.Peak.Gmacs), bottom, Palette.Text, 1, dashed: true);
        svg.Text(speed.X(profile.Peak.Gmacs), top - 12, "peak", TextAnchor.Middle, 10);
        return svg.ToText(Width, bottom + 44);
    }

    // One bar of all kinds, with a legend below; gives where that ends.
    private static double Shares(Svg svg, LayerProfile profile, IReadOnlyList<LayerRow> kinds, Dictionary<string, string> colours)
    {
        double x = 16;
        for (int i = 0; i < kinds.Count; i++)
        {
            LayerRow kind = kinds[i];
            double share = kind.Seconds / profile.Seconds;
            svg.Rectangle(x, 68, share * (Width - 32), 22, colours[kind.Kind], $"{kind.Name}: {share:P1}");
            x += share * (Width - 32);
            double legendX = 16 + (i % KindsPerLine * ((Width - 32) / KindsPerLine));
            double legendY = 106 + (i / KindsPerLine * 18);
            svg.Rectangle(legendX, legendY - 5, 10, 10, colours[kind.Kind]);
            string speed = kind.MultiplyAdds > 0 ? $", {kind.Gmacs:F0} GMAC/s" : "";
            svg.Text(legendX + 16, legendY, $"{kind.Name}: {share:P1}, {kind.Steps}x{speed}", size: 11);
        }

        return 106 + (((kinds.Count - 1) / KindsPerLine) * 18);
    }

    // Of fused nodes the first one computes, and the end of its name tells more than the beginning.
    private static string Short(string name)
    {
        int fused = name.IndexOf(", ", StringComparison.Ordinal);
        int description = name.LastIndexOf(": ", StringComparison.Ordinal);
        string text = fused >= 0 && fused < description ? name[..fused] + name[description..] : name;
        return text.Length <= NameLength ? text : "…" + text[^(NameLength - 1)..];
    }
}
