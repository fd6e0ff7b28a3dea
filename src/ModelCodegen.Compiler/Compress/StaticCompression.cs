using System.Globalization;
using ModelCodegen.Compiler.Compress.Calibration;
using ModelCodegen.Compiler.Compress.Data;
using ModelCodegen.Compiler.Compress.Quantization;
using ModelCodegen.Compiler.Compress.Recovery;
using ModelCodegen.Compiler.Diagnostics;
using ModelCodegen.Compiler.Ir;

namespace ModelCodegen.Compiler.Compress;

/// <summary>Compression with scales from calibration data. What does not depend on precisions is done once.</summary>
internal sealed class StaticCompression
{
    private readonly Graph original;
    private readonly Graph floats;
    private readonly CompressOptions options;
    private readonly SampleReader samples;
    private readonly NetworkRecovery recovery;
    private readonly IReadOnlyDictionary<string, Histogram> histograms;
    private readonly Dictionary<string, ValueRange> ranges;

    // 16 bits reach from the least to the largest value without clipping anything.
    private readonly Dictionary<string, ValueRange> wideRanges;

    /// <summary>Equalizes channels and calibrates.</summary>
    /// <exception cref="CompilationException">The calibration data are at fault.</exception>
    public StaticCompression(Graph graph, CompressOptions options, Action<string> log, CancellationToken cancellation)
    {
        this.options = options;
        original = graph;
        samples = SampleReader.Open(options.CalibrationFiles, graph);
        recovery = new NetworkRecovery(samples, options.Recovery, log, cancellation);
        floats = recovery.Prepare(ActivationSplitter.Split(graph));
        long start = Environment.TickCount64;
        histograms = Calibrator.Observe(floats, samples, cancellation);
        ranges = options.CalibrationMethod == CalibrationMethod.Auto
            ? AutomaticRanges.Choose(floats, histograms, samples.Read().Select(sample => sample.Inputs), cancellation)
            : histograms.ToDictionary(pair => pair.Key, pair => RangeChoice.Of(pair.Value, options.CalibrationMethod), StringComparer.Ordinal);
        wideRanges = histograms.ToDictionary(pair => pair.Key, pair => pair.Value.Range, StringComparer.Ordinal);
        log(string.Create(CultureInfo.InvariantCulture, $"calibrated on {samples.Count} samples in {(Environment.TickCount64 - start) / 1000.0:F1} s"));
    }

    /// <summary>The range of each value.</summary>
    public IReadOnlyDictionary<string, ValueRange> Ranges => ranges;

    /// <summary>Quantizes and repairs.</summary>
    /// <param name="precisionOf">What each node computes in, where no option names it.</param>
    /// <param name="diagnostics">Takes warnings.</param>
    public Compressed Quantize(Func<Node, Precision> precisionOf, ICollection<Diagnostic> diagnostics)
    {
        // Activations are taken apart, and channels evened out, for codes alone.
        if (WeightedNodes.In(floats).All(node => Asked(node) == Precision.Float))
        {
            return new Compressed(original, options.Quantization, WeightStatistics.Sparsity(original)) { Reference = original, Histograms = histograms, CalibrationSamples = samples.Count };
        }

        Graph quantized = StaticQuantizer.Quantize(floats, ranges, Asked, diagnostics, options.Io, wideRanges);
        return new Compressed(recovery.Repair(floats, quantized), options.Quantization, WeightStatistics.Sparsity(floats))
        {
            Reference = floats,
            Histograms = histograms,
            CalibrationSamples = samples.Count,
        };

        Precision Asked(Node node) =>
            NodePattern.Matches(options.KeepFloat, node) ? Precision.Float
            : NodePattern.Matches(options.KeepInt16, node) && precisionOf(node) == Precision.Int8 ? Precision.Int16x8
            : precisionOf(node);
    }
}
