using ModelCodegen.Benchmarks.Charts;

namespace ModelCodegen.Benchmarks.Peers;

/// <summary>The table as a picture: a row per model; time per run, time to the first result, and memory.</summary>
internal static class PeerChart
{
    private const double Top = 112;
    private const double RowHeight = 32;
    private const double Names = 150;

    private static readonly (string Name, string Colour, Func<PeerRow, double> Milliseconds)[] Runs =
    [
        ("ours, int8", Palette.Ours, row => row.OursMs),
        ("ours, fp32", Palette.OursLight, row => row.OursFp32Ms),
        ("ONNX Runtime, int8", Palette.Peer, row => row.OrtInt8Ms),
        ("ONNX Runtime, fp32", Palette.PeerLight, row => row.OrtFp32Ms),
    ];

    /// <summary>Draws it.</summary>
    public static string Draw(IReadOnlyList<PeerRow> rows)
    {
        var svg = new Svg();
        double bottom = Top + (rows.Count * RowHeight);
        svg.Text(16, 26, "Networks against ONNX Runtime", size: 18, bold: true);
        svg.Text(16, 50, $"{Processor.Name}, {rows[0].Tier}, {rows[0].Threads} {(rows[0].Threads == 1 ? "thread" : "threads")}, .NET {Environment.Version}; medians. Left is better everywhere.", fill: Palette.Faint);
        double legend = 16;
        foreach ((string name, string colour, _) in Runs)
        {
            svg.Circle(legend + 5, 76, 5, colour);
            svg.Text(legend + 16, 76, name);
            legend += 150;
        }

        for (int i = 0; i < rows.Count; i++)
        {
            if (i % 2 == 0)
            {
                svg.Rectangle(0, Top + (i * RowHeight), 1160, RowHeight, "#f7f7f7");
            }

            svg.Text(Names - 10, Middle(i), rows[i].Model, TextAnchor.End);
        }

        Time(svg, rows, Axis.PowersOfTen(Names, 420, [.. rows.SelectMany(row => Runs.Select(run => run.Milliseconds(row)))]), bottom);
        Bars(svg, rows, 650, bottom, "from process start to the first result, ms", row => row.FirstResultMs, row => row.OrtFirstResultMs);
        Bars(svg, rows, 910, bottom, "peak memory above an empty program's, MiB", row => row.PeakMib - row.EmptyPeakMib, row => row.OrtPeakMib - row.EmptyPeakMib);
        return svg.ToText(1160, bottom + 48);
    }

    private static void Time(Svg svg, IReadOnlyList<PeerRow> rows, Axis axis, double bottom)
    {
        axis.Draw(svg, Top, bottom, "milliseconds per run, logarithmic");
        svg.Text(axis.Left + axis.Width + 32, Top - 12, "ORT / ours", TextAnchor.Middle, 11);
        for (int i = 0; i < rows.Count; i++)
        {
            PeerRow row = rows[i];
            foreach ((string name, string colour, Func<PeerRow, double> milliseconds) in Runs.Reverse())
            {
                // Ours above, the peer's below.
                double y = Middle(i) + (colour is Palette.Peer or Palette.PeerLight ? 6 : -6);
                svg.Circle(axis.X(milliseconds(row)), y, 5, colour, $"{row.Model}, {name}: {milliseconds(row):G4} ms");
            }

            svg.Text(axis.Left + axis.Width + 32, Middle(i), $"{row.Ratio:F2}x", TextAnchor.Middle, bold: row.Ratio >= 1);
        }
    }

    private static void Bars(Svg svg, IReadOnlyList<PeerRow> rows, double left, double bottom, string label, Func<PeerRow, double> ours, Func<PeerRow, double> peers)
    {
        Axis axis = Axis.Linear(left, 190, rows.SelectMany(row => new[] { ours(row), peers(row) }));
        axis.Draw(svg, Top, bottom, label);
        for (int i = 0; i < rows.Count; i++)
        {
            Bar(ours(rows[i]), Middle(i) - 10, Palette.Ours);
            Bar(peers(rows[i]), Middle(i) + 1, Palette.Peer);
        }

        void Bar(double value, double y, string colour)
        {
            svg.Rectangle(left, y, axis.X(value) - left, 9, colour);
            svg.Text(axis.X(value) + 4, y + 4.5, $"{value:F0}", size: 9, fill: Palette.Faint);
        }
    }

    private static double Middle(int row) => Top + ((row + 0.5) * RowHeight);
}
