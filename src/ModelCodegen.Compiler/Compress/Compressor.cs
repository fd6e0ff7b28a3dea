using System.Collections.Immutable;
using System.Globalization;
using ModelCodegen.Compiler.Compress.Budget;
using ModelCodegen.Compiler.Compress.Calibration;
using ModelCodegen.Compiler.Compress.Data;
using ModelCodegen.Compiler.Compress.Pruning;
using ModelCodegen.Compiler.Compress.Quantization;
using ModelCodegen.Compiler.Compress.Recovery;
using ModelCodegen.Compiler.Diagnostics;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Normalize;
using ModelCodegen.Plan;

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
        Graph original = ReferenceEquals(pruned, graph) ? fused : Normalizer.Fuse(graph);
        Validation? validation = options.ValidationFiles.Count == 0 ? null : new Validation(original, SampleReader.Open(options.ValidationFiles, original));

        if (OwnQuantization.Of(fused) is { } own)
        {
            log($"the model is quantized ({OptionNames.Of(own)}), and keeps its own scales");
            CheckBoundary(options, own);
            CheckKeepInt16(options, hasRanges: false);
            Graph quantized = OwnQuantization.Apply(fused, options, diagnostics);
            Compressed kept = Check(Measure(new Compressed(quantized, own, sparsity), validation, log, cancellation), options);
            return kept with { Graph = Finish(quantized, ImmutableDictionary<string, ValueRange>.Empty, options, diagnostics) };
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
            QuantizationScheme.Int8 or QuantizationScheme.Int16x8 => QuantizeStatically(fused, validation, options, diagnostics, log, cancellation),
            QuantizationScheme.Int8Dynamic => Finished(WithoutRanges(floats => DynamicQuantizer.Quantize(floats, options.KeepFloat, diagnostics))),
            QuantizationScheme.Int8Weights => Finished(WithoutRanges(floats => WeightNarrowing.Run(floats, ElementType.Int8, options.KeepFloat))),
            QuantizationScheme.Float16Weights => Finished(new Compressed(WeightNarrowing.Run(fused, ElementType.Float16, options.KeepFloat), scheme, sparsity) { Reference = fused }),
            _ => Finished(new Compressed(fused, scheme, sparsity) { Reference = fused }),
        };

        // No ranges are needed, but where there are samples, they serve recovery.
        Compressed WithoutRanges(Func<Graph, Graph> quantize)
        {
            NetworkRecovery? recovery = options.CalibrationFiles.Count == 0
                ? null
                : new NetworkRecovery(SampleReader.Open(options.CalibrationFiles, fused), options.Recovery, log, cancellation);
            Graph floats = recovery?.Prepare(fused) ?? fused;
            Graph quantized = quantize(floats);
            return new Compressed(recovery?.Repair(floats, quantized) ?? quantized, scheme, sparsity) { Reference = floats };
        }

        Compressed Finished(Compressed compressed) => Check(Measure(compressed, validation, log, cancellation), options);
    }

    private static Compressed QuantizeStatically(
        Graph graph, Validation? validation, CompressOptions options, ICollection<Diagnostic> diagnostics, Action<string> log, CancellationToken cancellation)
    {
        var compression = new StaticCompression(graph, options, log, cancellation);
        Precision precision = options.Quantization == QuantizationScheme.Int16x8 ? Precision.Int16x8 : Precision.Int8;
        var warnings = new List<Diagnostic>();
        Compressed compressed = validation is not null && options.MaxAccuracyDrop is { } budget
            ? new PrecisionSearch(Quantize, validation, budget, log, cancellation).Run(precision)
            : Measure(Quantize(_ => precision), validation, log, cancellation);
        foreach (Diagnostic warning in warnings)
        {
            diagnostics.Add(warning);
        }

        // Activations were taken apart for tables of bytes; where sums are floats, they end them again.
        return compressed with { Graph = QuantizeFusion.Run(ActivationFusion.Run(Finish(compressed.Graph, compression.Ranges, options, diagnostics))) };

        Compressed Quantize(Func<Node, Precision> precisionOf)
        {
            // Only those of the last mix are of interest.
            warnings.Clear();
            return compression.Quantize(precisionOf, warnings);
        }
    }

    private static Compressed Measure(Compressed compressed, Validation? validation, Action<string> log, CancellationToken cancellation)
    {
        if (validation is null)
        {
            return compressed;
        }

        Accuracy accuracy = validation.Measure(compressed.Graph, cancellation);
        log($"validation: {accuracy}");
        return compressed with { Accuracy = accuracy };
    }

    // Schemes without a choice of precisions can only be measured.
    private static Compressed Check(Compressed compressed, CompressOptions options) =>
        options.MaxAccuracyDrop is not { } budget || compressed.Accuracy is not { } accuracy || accuracy.Drop <= budget
            ? compressed
            : throw new CompilationException(
                DiagnosticCode.AccuracyBudget,
                string.Create(CultureInfo.InvariantCulture, $"MaxAccuracyDrop is {budget} points, but the network loses more: {accuracy}. ")
                + $"With '{OptionNames.Of(compressed.Scheme)}' there is no choice of precisions: use Quantization 'int8' with Calibration, or KeepFloat.");

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
