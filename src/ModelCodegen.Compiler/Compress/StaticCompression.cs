using System.Globalization;
using ModelCodegen.Compiler.Compress.Calibration;
using ModelCodegen.Compiler.Compress.Data;
using ModelCodegen.Compiler.Compress.Quantization;
using ModelCodegen.Compiler.Compress.Recovery;
using ModelCodegen.Compiler.Diagnostics;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Reference;

namespace ModelCodegen.Compiler.Compress;

/// <summary>Compression with scales from calibration data. What does not depend on precisions is done once.</summary>
internal sealed class StaticCompression
{
    private const int RecoverySamples = 64;

    private readonly Graph floats;
    private readonly CompressOptions options;
    private readonly SampleReader samples;
    private readonly IReadOnlyDictionary<string, Histogram> histograms;
    private readonly Dictionary<string, ValueRange> ranges;
    private readonly Action<string> log;
    private readonly CancellationToken cancellation;

    /// <summary>Equalizes channels and calibrates.</summary>
    /// <exception cref="CompilationException">The calibration data are at fault.</exception>
    public StaticCompression(Graph graph, CompressOptions options, Action<string> log, CancellationToken cancellation)
    {
        this.options = options;
        this.log = log;
        this.cancellation = cancellation;
        floats = ActivationSplitter.Split(graph);
        samples = SampleReader.Open(options.CalibrationFiles, floats);
        if (options.Recovery.HasFlag(RecoveryMethods.Equalization))
        {
            floats = Equalization.Run(floats, Few(), log, cancellation);
        }

        long start = Environment.TickCount64;
        histograms = Calibrator.Observe(floats, samples, cancellation);
        ranges = options.CalibrationMethod == CalibrationMethod.Auto
            ? AutomaticRanges.Choose(floats, histograms, samples.Read().Select(sample => sample.Inputs), cancellation)
            : histograms.ToDictionary(pair => pair.Key, pair => RangeChoice.Of(pair.Value, options.CalibrationMethod), StringComparer.Ordinal);
        log(string.Create(CultureInfo.InvariantCulture, $"calibrated on {samples.Count} samples in {(Environment.TickCount64 - start) / 1000.0:F1} s"));
    }

    /// <summary>The range of each value.</summary>
    public IReadOnlyDictionary<string, ValueRange> Ranges => ranges;

    /// <summary>Quantizes and repairs.</summary>
    /// <param name="precisionOf">What each node computes in, where no option names it.</param>
    /// <param name="diagnostics">Takes warnings.</param>
    public Compressed Quantize(Func<Node, Precision> precisionOf, ICollection<Diagnostic> diagnostics)
    {
        Graph quantized = StaticQuantizer.Quantize(floats, ranges, Asked, diagnostics, options.Io);
        RecoveryMethods perLayer = options.Recovery & (RecoveryMethods.AdaptiveRounding | RecoveryMethods.BiasCorrection);
        if (perLayer != RecoveryMethods.None)
        {
            quantized = LayerRecovery.Run(floats, quantized, Few(), perLayer, log, cancellation);
        }

        return new Compressed(quantized, options.Quantization, WeightStatistics.Sparsity(floats))
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

    // As many as fit in memory with all their values.
    private IReadOnlyDictionary<string, Tensor>[] Few() =>
        [.. samples.Read().Take(KeptRun.Affordable(floats, RecoverySamples)).Select(sample => sample.Inputs)];
}
