using ModelCodegen.Compiler.Compress.Data;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Compiler.Reference;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Report;

/// <summary>Runs a float network and its compressed form, simulated, on the same samples.</summary>
internal sealed class NetworkComparison
{
    // Few samples say enough, and a report must not take longer than what it reports.
    private const long MostMacs = 2_000_000_000;

    // Each sample in flight holds all values of a run.
    private const int SamplesInFlight = 4;

    private readonly Graph reference;
    private readonly Graph compressed;
    private readonly Graph simulation;
    private readonly IReadOnlyDictionary<string, string> floatNames;

    /// <summary>Prepares both networks.</summary>
    /// <param name="reference">The float network.</param>
    /// <param name="compressed">The compressed network.</param>
    public NetworkComparison(Graph reference, Graph compressed)
    {
        this.reference = reference;
        this.compressed = compressed;
        simulation = QuantizationSimulation.Of(compressed);
        floatNames = FloatNames(reference, compressed);
    }

    /// <summary>
    /// Which value of the float network each value of the compressed one stands for: that of its name, or, of conversions, that of
    /// what they convert.
    /// </summary>
    public static IReadOnlyDictionary<string, string> FloatNames(Graph reference, Graph compressed)
    {
        var names = compressed.Values.Keys.Where(reference.Values.ContainsKey).ToDictionary(name => name, StringComparer.Ordinal);
        foreach (Node node in compressed.Nodes.Where(node => node.Operator is Quantize or DynamicQuantize or Dequantize))
        {
            // A conversion into a network's output gives the name that its operand lost.
            if (names.TryGetValue(node.Inputs[0], out string? before))
            {
                names.TryAdd(node.Output, before);
            }
            else if (names.TryGetValue(node.Output, out string? after))
            {
                names.Add(node.Inputs[0], after);
            }
        }

        return names;
    }

    /// <summary>How many samples are worth their time.</summary>
    public int Affordable(int most) => (int)Math.Clamp(MostMacs / Math.Max(1, MultiplyAdds.Of(reference).Values.Sum()), 1, most);

    /// <summary>Signal and noise of every value of the compressed network that stands for a float one, over all samples.</summary>
    public IReadOnlyDictionary<string, SignalNoise> Measure(IReadOnlyList<Sample> samples, CancellationToken cancellation)
    {
        var measured = new Dictionary<string, SignalNoise>[samples.Count];
        Each(samples, cancellation, (index, sample) => measured[index] = Measure(sample, cancellation));
        var total = new Dictionary<string, SignalNoise>(StringComparer.Ordinal);
        foreach ((string name, SignalNoise value) in measured.SelectMany(sums => sums))
        {
            total[name] = total.GetValueOrDefault(name) + value;
        }

        return total;
    }

    /// <summary>The accuracy on samples.</summary>
    public AccuracyReport MeasureAccuracy(IReadOnlyList<Sample> samples, CancellationToken cancellation)
    {
        var found = new (int Float, int Compressed)[samples.Count];
        Each(samples, cancellation, (index, sample) => found[index] = (
            ArgMax(ReferenceEvaluator.Run(reference, sample.Inputs, null, cancellation)[reference.Outputs[0]]),
            ArgMax(ReferenceEvaluator.Run(simulation, OnGrid(sample), null, cancellation)[simulation.Outputs[0]])));
        bool labelled = samples.All(sample => sample.Label is not null);
        return new AccuracyReport(
            samples.Count,
            labelled ? Share(i => found[i].Float == samples[i].Label) : null,
            labelled ? Share(i => found[i].Compressed == samples[i].Label) : null,
            Share(i => found[i].Float == found[i].Compressed));

        double Share(Func<int, bool> holds) => (double)Enumerable.Range(0, samples.Count).Count(holds) / samples.Count;
    }

    private static void Each(IReadOnlyList<Sample> samples, CancellationToken cancellation, Action<int, Sample> action) => Parallel.For(
        0,
        samples.Count,
        new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = SamplesInFlight },
        index => action(index, samples[index]));

    private Dictionary<string, SignalNoise> Measure(Sample sample, CancellationToken cancellation)
    {
        var values = new Dictionary<string, Tensor>(sample.Inputs, StringComparer.Ordinal);
        ReferenceEvaluator.Run(reference, sample.Inputs, (name, tensor) => values[name] = tensor, cancellation);
        var sums = new Dictionary<string, SignalNoise>(StringComparer.Ordinal);
        ReferenceEvaluator.Run(simulation, OnGrid(sample), Compare, cancellation);
        return sums;

        void Compare(string name, Tensor tensor)
        {
            if (floatNames.TryGetValue(name, out string? floatName)
                && values.TryGetValue(floatName, out Tensor? expected)
                && (tensor.Type, expected.Type) == (ElementType.Float32, ElementType.Float32)
                && tensor.Length == expected.Length)
            {
                sums[name] = SignalNoise.Of(expected.Values<float>(), tensor.Values<float>());
            }
        }
    }

    // Inputs of bytes take the nearest ones.
    private Dictionary<string, Tensor> OnGrid(Sample sample) => sample.Inputs.ToDictionary(
        input => input.Key,
        input =>
        {
            if (compressed.Values[input.Key].Quantization is not { } grid || input.Value.Type != ElementType.Float32)
            {
                return input.Value;
            }

            float[] values = input.Value.Values<float>().ToArray();
            grid.Snap(values);
            return Tensor.Create(input.Value.Shape, values);
        },
        StringComparer.Ordinal);

    private static int ArgMax(Tensor tensor)
    {
        float[] values = tensor.ToFloat();
        int best = 0;
        for (int i = 1; i < values.Length; i++)
        {
            best = values[i] > values[best] ? i : best;
        }

        return best;
    }
}
