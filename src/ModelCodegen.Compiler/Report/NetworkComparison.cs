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
    private readonly Graph simulation;
    private readonly IReadOnlyDictionary<string, string> floatNames;

    /// <summary>Prepares both networks.</summary>
    /// <param name="reference">The float network.</param>
    /// <param name="compressed">The compressed network.</param>
    public NetworkComparison(Graph reference, Graph compressed)
    {
        this.reference = reference;
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
        Parallel.For(
            0,
            samples.Count,
            new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = SamplesInFlight },
            index => measured[index] = Measure(samples[index], cancellation));
        var total = new Dictionary<string, SignalNoise>(StringComparer.Ordinal);
        foreach ((string name, SignalNoise value) in measured.SelectMany(sums => sums))
        {
            total[name] = total.GetValueOrDefault(name) + value;
        }

        return total;
    }

    private Dictionary<string, SignalNoise> Measure(Sample sample, CancellationToken cancellation)
    {
        var values = new Dictionary<string, Tensor>(sample.Inputs, StringComparer.Ordinal);
        ReferenceEvaluator.Run(reference, sample.Inputs, (name, tensor) => values[name] = tensor, cancellation);
        var sums = new Dictionary<string, SignalNoise>(StringComparer.Ordinal);
        ReferenceEvaluator.Run(simulation, QuantizationSimulation.Inputs(simulation, sample.Inputs), Compare, cancellation);
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
}
