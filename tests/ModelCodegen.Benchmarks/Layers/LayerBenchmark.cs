using System.Diagnostics;
using ModelCodegen.Benchmarks.Networks;
using ModelCodegen.Compiler;
using ModelCodegen.Plan;
using ModelCodegen.Testing;

namespace ModelCodegen.Benchmarks.Layers;

/// <summary>Where one network spends its time, step by step.</summary>
internal static class LayerBenchmark
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(2);

    /// <summary>Prints a line per step: its share of the time, its multiply-adds per second, and these as a share of the peak.</summary>
    public static void Run(string name, bool fp32)
    {
        BenchmarkModel model = BenchmarkModel.Load(name);
        CompressResult result = model.Compress(fp32 ? QuantizationScheme.None : QuantizationScheme.Int8, "Net");
        Dictionary<string, long> counts = MultiplyAdds.Of(result.Graph);
        string xml = PlanXml.Write(result.Plan);
        var timer = new StepTimer();
        byte[] image = GeneratedNetwork.Image([(xml, result.Weights)], out _, instrument: timer.Instrument);
        using GeneratedNetwork network = GeneratedNetwork.Load(image, [xml])[0];
        Array[] outputs = network.Run(model.Input);
        var ticks = (long[])network.Type.Assembly.GetType("ModelCodegen.Benchmarks.StepClock", throwOnError: true)!.GetField("Ticks")!.GetValue(null)!;
        long[] fastest = [.. Enumerable.Repeat(long.MaxValue, timer.Steps.Count)];
        long begin = Stopwatch.GetTimestamp();
        for (int run = 0; run < 20 || Stopwatch.GetElapsedTime(begin) < Duration; run++)
        {
            Array.Clear(ticks);
            network.Run([model.Input], outputs);
            for (int i = 0; i < fastest.Length; i++)
            {
                fastest[i] = Math.Min(fastest[i], ticks[i]);
            }
        }

        double peak = Peak.Gmacs(Peak.ClockHz());
        double total = fastest.Sum() / (double)Stopwatch.Frequency;
        Console.WriteLine($"{name}: {total * 1e3:F3} ms in {fastest.Length} steps, peak {peak:F0} GMAC/s");
        Console.WriteLine("      us  share   MMAC  GMAC/s   peak  step");
        for (int i = 0; i < fastest.Length; i++)
        {
            double seconds = fastest[i] / (double)Stopwatch.Frequency;
            double macs = counts.GetValueOrDefault(timer.Steps[i].Split(": ")[0].Split(", ")[0]);
            Console.WriteLine(
                $"{seconds * 1e6,8:F1} {seconds / total,6:P1} {macs / 1e6,6:F2} {macs / seconds / 1e9,7:F1} {macs / seconds / 1e9 / peak,6:P0}  {timer.Steps[i]}");
        }
    }
}
