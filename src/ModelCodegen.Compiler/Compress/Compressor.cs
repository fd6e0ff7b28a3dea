using System.Collections.Immutable;
using System.Globalization;
using ModelCodegen.Compiler.Compress.Calibration;
using ModelCodegen.Compiler.Compress.Data;
using ModelCodegen.Compiler.Compress.Pruning;
using ModelCodegen.Compiler.Compress.Quantization;
using ModelCodegen.Compiler.Compress.Recovery;
using ModelCodegen.Compiler.Diagnostics;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Normalize;

namespace ModelCodegen.Compiler.Compress;

/// <summary>The second stage's entry: prunes, folds, calibrates and quantizes.</summary>
public static class Compressor
{
    /// <summary>Compresses a normalized network.</summary>
    /// <exception cref="CompilationException">Options or data are at fault.</exception>
    public static Compressed Compress(
        Graph graph, CompressOptions options, ICollection<Diagnostic> diagnostics, Action<string> log, CancellationToken cancellation)
    {
        NodePattern.Check(nameof(options.KeepFloat), options.KeepFloat, graph);
        NodePattern.Check(nameof(options.KeepInt16), options.KeepInt16, graph);
        NodePattern.Check(nameof(options.PruneOnly), options.PruneOnly, graph);
        NodePattern.Check(nameof(options.PruneExclude), options.PruneExclude, graph);

        Graph pruned = Pruner.Prune(graph, options, diagnostics, log);
        Graph fused = Normalizer.Fuse(pruned);
        double sparsity = WeightStatistics.Sparsity(fused);

        if (OwnQuantization.Of(fused) is { } own)
        {
            log($"the model is quantized ({OptionNames.Of(own)}), and keeps its own scales");
            CheckBoundary(options, own);
            CheckKeepInt16(options, hasRanges: false);
            Graph quantized = OwnQuantization.Apply(fused, options, diagnostics);
            return new Compressed(Finish(quantized, ImmutableDictionary<string, ValueRange>.Empty, options, diagnostics), own, sparsity);
        }

        QuantizationScheme scheme = options.Quantization;
        if (scheme == QuantizationScheme.Int8 && options.CalibrationFiles.Count == 0)
        {
            scheme = QuantizationScheme.Int8Dynamic;
            diagnostics.Add(new Diagnostic(
                DiagnosticCode.CalibrationMissing,
                Severity.Warning,
                "Quantization is 'int8', but there is no calibration data, so that 'int8-dynamic' is used: activations are "
                + "quantized at run time, which is slower. Set Calibration to data files, or Quantization to 'int8-dynamic' to silence this."));
        }

        if (scheme == QuantizationScheme.Int16x8 && options.CalibrationFiles.Count == 0)
        {
            throw new CompilationException(
                DiagnosticCode.OptionInvalid,
                "Quantization 'int16x8' needs calibration data, from which activations get their ranges: set Calibration to data files.");
        }

        CheckBoundary(options, scheme);
        CheckKeepInt16(options, scheme is QuantizationScheme.Int8 or QuantizationScheme.Int16x8);
        return scheme switch
        {
            QuantizationScheme.Int8 or QuantizationScheme.Int16x8 => QuantizeStatically(fused, sparsity, options, diagnostics, log, cancellation),
            QuantizationScheme.Int8Dynamic => new Compressed(DynamicQuantizer.Quantize(fused, options.KeepFloat, diagnostics), scheme, sparsity) { Reference = fused },
            _ => new Compressed(fused, scheme, sparsity) { Reference = fused },
        };
    }

    private static Compressed QuantizeStatically(
        Graph graph, double sparsity, CompressOptions options, ICollection<Diagnostic> diagnostics, Action<string> log, CancellationToken cancellation)
    {
        Graph split = ActivationSplitter.Split(graph);
        long start = Environment.TickCount64;
        SampleReader samples = SampleReader.Open(options.CalibrationFiles, split);
        if (options.Recovery.HasFlag(RecoveryMethods.Equalization))
        {
            split = Equalization.Run(split, [.. samples.Read().Take(64).Select(sample => sample.Inputs)], log, cancellation);
        }

        IReadOnlyDictionary<string, Histogram> histograms = Calibrator.Observe(split, samples, cancellation);
        Dictionary<string, ValueRange> ranges = options.CalibrationMethod == CalibrationMethod.Auto
            ? AutomaticRanges.Choose(split, histograms, samples.Read().Select(sample => sample.Inputs), cancellation)
            : histograms.ToDictionary(pair => pair.Key, pair => RangeChoice.Of(pair.Value, options.CalibrationMethod), StringComparer.Ordinal);
        log(string.Create(
            CultureInfo.InvariantCulture,
            $"calibrated on {samples.Count} samples in {(Environment.TickCount64 - start) / 1000.0:F1} s"));
        Graph quantized = StaticQuantizer.Quantize(split, ranges, node => PrecisionOf(node, options), diagnostics, options.Io);
        RecoveryMethods perLayer = options.Recovery & (RecoveryMethods.AdaptiveRounding | RecoveryMethods.BiasCorrection);
        if (perLayer != RecoveryMethods.None)
        {
            quantized = LayerRecovery.Run(split, quantized, [.. samples.Read().Take(64).Select(sample => sample.Inputs)], perLayer, log, cancellation);
        }

        quantized = Finish(quantized, ranges, options, diagnostics);
        return new Compressed(quantized, options.Quantization, sparsity) { Reference = split, Histograms = histograms, CalibrationSamples = samples.Count };
    }

    private static Precision PrecisionOf(Node node, CompressOptions options) =>
        NodePattern.Matches(options.KeepFloat, node) ? Precision.Float
        : options.Quantization == QuantizationScheme.Int16x8 || NodePattern.Matches(options.KeepInt16, node) ? Precision.Int16x8
        : Precision.Int8;

    // What only networks with static scales can have: bytes at the boundary, tables of float functions.
    private static Graph Finish(Graph graph, IReadOnlyDictionary<string, ValueRange> ranges, CompressOptions options, ICollection<Diagnostic> diagnostics)
    {
        if (options.Io == BoundaryForm.Quantized)
        {
            string? pixels = options.Mean.Count + options.Std.Count > 0 ? Preprocessing.InputOf(graph) : null;
            Precision precision = options.Quantization == QuantizationScheme.Int16x8 ? Precision.Int16x8 : Precision.Int8;
            graph = QuantizedBoundary.Run(graph, ranges, precision, pixels, diagnostics);
        }

        return DeadCodeElimination.Run(ByteTables.Run(graph));
    }

    private static void CheckKeepInt16(CompressOptions options, bool hasRanges)
    {
        if (options.KeepInt16.Count > 0 && !hasRanges)
        {
            throw new CompilationException(
                DiagnosticCode.OptionInvalid,
                "KeepInt16 needs ranges of activations: use Quantization 'int8' with Calibration, and a model that is not quantized already.");
        }
    }

    private static void CheckBoundary(CompressOptions options, QuantizationScheme scheme)
    {
        if (options.Io == BoundaryForm.Quantized && scheme is not (QuantizationScheme.Int8 or QuantizationScheme.Int16x8))
        {
            throw new CompilationException(
                DiagnosticCode.OptionInvalid,
                $"IO 'quantized' needs scales that are known at build time, which '{OptionNames.Of(scheme)}' does not have: use Quantization 'int8' or 'int16x8' with Calibration, or a model that is quantized already.");
        }
    }
}
