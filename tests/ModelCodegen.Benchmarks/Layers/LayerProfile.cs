using ModelCodegen.Compiler.Ir;
using System.Diagnostics;
using ModelCodegen.Benchmarks.Networks;
using ModelCodegen.Compiler;
using ModelCodegen.Plan;
using ModelCodegen.Testing;

namespace ModelCodegen.Benchmarks.Layers;

/// <summary>Where one network spends its time.</summary>
/// <param name="Model">Its name.</param>
/// <param name="Quantization">How its numbers are represented.</param>
/// <param name="Rows">Its steps in order; those that fill borders, which take next to nothing, together at the end.</param>
/// <param name="Peak">What the processor can do.</param>
internal sealed record LayerProfile(string Model, string Quantization, IReadOnlyList<LayerRow> Rows, Peak Peak)
{
    private const int LeastRuns = 20;
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(2);

    /// <summary>The sum of all steps.</summary>
    public double Seconds => Rows.Sum(row => row.Seconds);

    /// <summary>The steps by kind, the most expensive kind first.</summary>
    public IReadOnlyList<LayerRow> Kinds =>
        [.. Rows.GroupBy(row => row.Kind).Select(kind => LayerRow.Sum(kind.Key, kind.Key, [.. kind])).OrderByDescending(kind => kind.Seconds)];

    /// <summary>Runs a network many times and keeps each step's fastest.</summary>
    public static LayerProfile Measure(string name, QuantizationScheme scheme)
    {
        using BenchmarkModel model = BenchmarkModel.Load(name);
        CompressResult result = model.Compress(scheme, "Net");
        string xml = PlanXml.Write(result.Plan);
        var timer = new StepTimer();
        byte[] image = GeneratedNetwork.Image([(xml, result.Weights)], out _, instrument: timer.Instrument);
        if (timer.Steps.Count != result.Plan.Steps.Count)
        {
            throw new InvalidOperationException($"{result.Plan.Steps.Count} steps have {timer.Steps.Count} places in the code of {name}.");
        }

        using GeneratedNetwork network = GeneratedNetwork.Load(image, [xml])[0];
        double[] fastest = Fastest(network, model.Input, timer.Steps.Count);
        return new LayerProfile(name, result.Plan.Quantization, Layers(result, timer.Steps, fastest), Peak.Measure());
    }

    private static double[] Fastest(GeneratedNetwork network, Array input, int steps)
    {
        long[] ticks = StepTimer.TicksOf(network.Type.Assembly);
        long[] fastest = [.. Enumerable.Repeat(long.MaxValue, steps)];
        Array[] outputs = network.Run(input);
        long begin = Stopwatch.GetTimestamp();
        for (int run = 0; run < LeastRuns || Stopwatch.GetElapsedTime(begin) < Duration; run++)
        {
            Array.Clear(ticks);
            network.Run([input], outputs);
            for (int i = 0; i < steps; i++)
            {
                fastest[i] = Math.Min(fastest[i], ticks[i]);
            }
        }

        return Array.ConvertAll(fastest, time => time / (double)Stopwatch.Frequency);
    }

    private static List<LayerRow> Layers(CompressResult result, IReadOnlyList<string> names, double[] seconds)
    {
        // Of a node's steps the last one that does more than to move values multiplies.
        Dictionary<string, long> multiplyAdds = MultiplyAdds.Of(result.Graph);
        Step[] steps = [.. result.Plan.Steps];
        Dictionary<string, Step> multiplying = steps.Where(step => step is not (FillStep or ConvertStep)).GroupBy(step => step.Node).ToDictionary(node => node.Key, node => node.Last());
        LayerRow[] rows =
        [
            .. steps.Select((step, i) => new LayerRow(
                names[i],
                LayerRow.KindOf(step),
                seconds[i],
                ReferenceEquals(multiplying.GetValueOrDefault(step.Node), step) ? multiplyAdds.GetValueOrDefault(step.Node) : 0)),
        ];
        LayerRow[] borders = [.. rows.Where(row => row.Kind == LayerRow.Borders)];
        List<LayerRow> layers = [.. rows.Where(row => row.Kind != LayerRow.Borders)];
        if (borders.Length > 0)
        {
            layers.Add(LayerRow.Sum($"Fill, {borders.Length} times", LayerRow.Borders, borders));
        }

        return layers;
    }
}
