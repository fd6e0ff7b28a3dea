using System.Collections.Immutable;
using ModelCodegen.Compiler.Compress.Data;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Reference;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Compress.Budget;

/// <summary>Measures networks on validation data, against the original float network.</summary>
internal sealed class Validation
{
    private const int SamplesInFlight = 32;

    // Floats of the original's outputs that are kept for the next measurement; what lies beyond is computed again.
    private const long MostKept = 1 << 22;

    // Of the normal distribution, for 95 %.
    private const double Quantile = 1.959964;

    private readonly Graph original;
    private readonly SampleReader samples;
    private readonly AccuracyMeasure measure;
    private readonly float[]?[] expected;

    /// <summary>Prepares it.</summary>
    /// <param name="original">The network before anything was compressed.</param>
    /// <param name="samples">The data.</param>
    public Validation(Graph original, SampleReader samples)
    {
        this.original = original;
        this.samples = samples;
        ImmutableArray<int> shape = original.Shape(original.Outputs[0]);
        bool isRow = IsRow(shape);
        int kept = (int)Math.Min(samples.Count, MostKept / Math.Max(1, ShapeArithmetic.Length(shape)));
        expected = new float[]?[kept];
        measure = samples.HasLabels ? AccuracyMeasure.Top1 : isRow ? AccuracyMeasure.Agreement : AccuracyMeasure.Signal;
    }

    /// <summary>The data.</summary>
    public IEnumerable<IReadOnlyDictionary<string, Tensor>> Inputs => samples.Read().Select(sample => sample.Inputs);

    /// <summary>Runs both networks on every sample. The result does not depend on the number of threads.</summary>
    public Accuracy Measure(Graph compressed, CancellationToken cancellation)
    {
        Graph simulation = QuantizationSimulation.Of(compressed);
        var scores = new List<Score>();
        foreach (Sample[] chunk in samples.Read().Chunk(SamplesInFlight))
        {
            int first = scores.Count;
            var found = new Score[chunk.Length];
            Parallel.For(0, chunk.Length, new ParallelOptions { CancellationToken = cancellation }, i => found[i] = Compare(
                chunk[i].Label,
                Expected(first + i, chunk[i].Inputs, cancellation),
                ReferenceEvaluator.Run(simulation, QuantizationSimulation.Inputs(simulation, chunk[i].Inputs), null, cancellation)[simulation.Outputs[0]].ToFloat()));
            scores.AddRange(found);
        }

        SignalNoise noise = scores.Aggregate(default(SignalNoise), (sum, score) => sum + score.Noise);
        double[] losses = [.. scores.Select(score => measure switch
        {
            AccuracyMeasure.Top1 => (score.OriginalRight ? 1 : 0) - (score.CompressedRight ? 1.0 : 0),
            AccuracyMeasure.Agreement => score.Agree ? 0 : 1,
            _ => score.Noise.Relative,
        })];
        double originalScore = measure == AccuracyMeasure.Top1 ? Percent(scores.Count(score => score.OriginalRight)) : 100;
        double drop = measure == AccuracyMeasure.Signal ? 100 * noise.Relative : 100 * losses.Average();
        return new Accuracy(
            scores.Count,
            measure,
            originalScore,
            originalScore - drop,
            Interval(losses),
            Percent(scores.Count(score => score.Agree)),
            noise.Noise == 0 ? double.PositiveInfinity : noise.Decibels ?? double.NegativeInfinity);

        double Percent(int count) => 100.0 * count / scores.Count;
    }

    private float[] Expected(int index, IReadOnlyDictionary<string, Tensor> inputs, CancellationToken cancellation)
    {
        if (index < expected.Length && expected[index] is { } kept)
        {
            return kept;
        }

        float[] outputs = ReferenceEvaluator.Run(original, inputs, null, cancellation)[original.Outputs[0]].ToFloat();
        if (index < expected.Length)
        {
            expected[index] = outputs;
        }

        return outputs;
    }

    private static Score Compare(long? label, float[] expected, float[] actual)
    {
        // Outputs whose extents depend on data may have another number of elements: then nothing of them is right.
        SignalNoise noise = SignalNoise.Of(expected, actual.Length == expected.Length ? actual : new float[expected.Length]);
        (int first, int second) = (ArgMax(expected), ArgMax(actual));
        return new Score(first == label, second == label, first == second, noise);
    }

    /// <summary>Whether an output is a row of scores, whose largest one is the network's answer.</summary>
    internal static bool IsRow(ImmutableArray<int> shape) => shape.Length > 0 && shape[^1] > 1 && ShapeArithmetic.Length(shape) == shape[^1];

    /// <summary>The first of the largest scores.</summary>
    internal static int ArgMax(float[] values)
    {
        int best = 0;
        for (int i = 1; i < values.Length; i++)
        {
            best = values[i] > values[best] ? i : best;
        }

        return best;
    }

    private static double Interval(double[] losses)
    {
        double mean = losses.Average();
        double variance = losses.Length > 1 ? losses.Sum(loss => (loss - mean) * (loss - mean)) / (losses.Length - 1) : 0;
        return 100 * Quantile * Math.Sqrt(variance / losses.Length);
    }

    private readonly record struct Score(bool OriginalRight, bool CompressedRight, bool Agree, SignalNoise Noise);
}
