using ModelCodegen.Compiler;

namespace ModelCodegen.Benchmarks.Layers;

/// <summary>Where one network spends its time, as a table and as a picture.</summary>
internal static class LayerBenchmark
{
    /// <summary>Prints a line per step (its share of the time, its multiply-adds per second, and these as a share of the peak), and one per kind; gives the exit code.</summary>
    public static int Run(string model, bool fp32, ResultsFolder results)
    {
        Progress.Report($"{model}: compressing, compiling and measuring");
        LayerProfile profile = LayerProfile.Measure(model, fp32 ? QuantizationScheme.None : QuantizationScheme.Int8);
        Progress.Clear();
        Console.WriteLine($"{model}, {profile.Quantization}: {profile.Seconds * 1e3:F3} ms, on {Processor.Name}, {Processor.Tier}; {profile.Peak}");
        Console.WriteLine();
        Console.WriteLine("      us  share    MMAC  GMAC/s   peak  step");
        foreach (LayerRow row in profile.Rows)
        {
            Console.WriteLine($"{Figures(row, profile)}  {row.Name}");
        }

        Console.WriteLine();
        Console.WriteLine("      us  share    MMAC  GMAC/s   peak  steps  kind");
        foreach (LayerRow kind in profile.Kinds)
        {
            Console.WriteLine($"{Figures(kind, profile)}  {kind.Steps,5}  {kind.Name}");
        }

        int exitCode = profile.Peak.Report();
        if (exitCode == 0)
        {
            results.Write($"layers-{model}{(fp32 ? "-fp32" : "")}.svg", LayerChart.Draw(profile));
        }

        return exitCode;
    }

    private static string Figures(LayerRow row, LayerProfile profile)
    {
        string time = $"{row.Seconds * 1e6,8:F1} {row.Seconds / profile.Seconds,6:P1}";
        return row.MultiplyAdds > 0
            ? $"{time} {row.MultiplyAdds / 1e6,7:F2} {row.Gmacs,7:F1} {row.Gmacs / profile.Peak.Gmacs,6:P0}"
            : $"{time} {"",22}";
    }
}
