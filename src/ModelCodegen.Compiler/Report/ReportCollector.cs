using System.Collections.Immutable;
using ModelCodegen.Compiler.Compress.Budget;
using ModelCodegen.Compiler.Compress.Calibration;
using ModelCodegen.Compiler.Compress.Data;
using ModelCodegen.Compiler.Compress.Quantization;
using ModelCodegen.Compiler.Compress;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Reference;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Report;

/// <summary>Collects what a report says. Runs both networks on a few samples where there are any.</summary>
public static class ReportCollector
{
    private const int MostCompared = 16;

    /// <summary>The report of a compilation.</summary>
    /// <param name="options">What was asked for.</param>
    /// <param name="result">What came out.</param>
    /// <param name="cancellation">Ends the evaluation early.</param>
    public static NetworkReport Collect(CompressOptions options, CompressResult result, CancellationToken cancellation = default)
    {
        (IReadOnlyDictionary<string, SignalNoise> noise, int compared) = Compare(options, result.Compressed, cancellation);
        LayerReport[] layers = Layers(options, result.Compressed, noise);
        NetworkPlan plan = result.Plan;
        long fileBytes = new[] { options.ModelPath }.Concat(result.ExternalFiles).Sum(file => new FileInfo(file).Length);
        return new NetworkReport
        {
            ToolVersion = plan.ToolVersion,
            Model = plan.SourceName,
            Sha256 = plan.SourceSha256,
            Class = plan.FullName,
            Options = plan.Options,
            Quantization = plan.Quantization,
            Inputs = [.. plan.Inputs.Select(Port)],
            Outputs = [.. plan.Outputs.Select(Port)],
            Totals = new TotalsReport(
                fileBytes,
                plan.WeightBytes,
                plan.ArenaBytes,
                layers.Sum(layer => layer.Parameters),
                layers.Sum(layer => layer.Macs),
                plan.Sparsity,
                Math.Round(layers.Sum(layer => layer.PredictedMicroseconds), 2)),
            CalibrationSamples = result.Compressed.CalibrationSamples,
            ComparedSamples = compared,
            Accuracy = result.Compressed.Accuracy is { } accuracy ? AccuracyReport.Of(accuracy) : null,
            Pruning = OptionNames.Of(options.Pruning),
            Layers = layers,
            Warnings = [.. result.Warnings.Select(warning => new WarningReport(warning.Code, warning.Text))],
        };
    }

    private static PortReport Port(Port port) => new(port.Name, port.Type.CSharpName().Replace("global::", ""), [.. port.Shape]);

    private static (IReadOnlyDictionary<string, SignalNoise> Noise, int Compared) Compare(
        CompressOptions options, Compressed compressed, CancellationToken cancellation)
    {
        IReadOnlyList<string> files = options.CalibrationFiles.Count > 0 ? options.CalibrationFiles : options.ValidationFiles;
        if (files.Count == 0 || compressed.Reference is not { } reference || compressed.Scheme == QuantizationScheme.None)
        {
            return (ImmutableDictionary<string, SignalNoise>.Empty, 0);
        }

        var comparison = new NetworkComparison(reference, compressed.Graph);
        Sample[] samples = [.. SampleReader.Open(files, reference).Read().Take(comparison.Affordable(MostCompared))];
        return (comparison.Measure(samples, cancellation), samples.Length);
    }

    private static LayerReport[] Layers(CompressOptions options, Compressed compressed, IReadOnlyDictionary<string, SignalNoise> noise)
    {
        Graph graph = compressed.Graph;
        Graph reference = compressed.Reference ?? graph;
        IReadOnlyDictionary<string, Node> producers = graph.Producers();
        IReadOnlyDictionary<string, string> floatNames = NetworkComparison.FloatNames(reference, graph);
        Dictionary<string, Tensor> floatWeights = WeightedNodes.In(reference)
            .GroupBy(node => node.Output, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => reference.Constants[group.First().Inputs[1]], StringComparer.Ordinal);
        var counted = new HashSet<string>(StringComparer.Ordinal);
        return [.. graph.Nodes.Select(Layer)];

        LayerReport Layer(Node node)
        {
            LayerPrecision precision = LayerPrecisions.Of(graph, producers, node);
            Tensor[] constants = [.. node.Inputs.Where(name => graph.Constants.ContainsKey(name) && counted.Add(name)).Select(name => graph.Constants[name])];
            long macs = MultiplyAdds.Count(graph, node);
            Tensor? weights = macs > 0 && node.HasInput(1) ? graph.Constant(node.Inputs[1]) : null;
            double? sparsity = weights is null ? null : Sparsity(floatWeights.GetValueOrDefault(floatNames.GetValueOrDefault(node.Output, node.Output)) ?? weights);

            // Kernels pass over blocks of zeros, not over single ones.
            double done = options.Pruning == PruningMethod.Block ? 1 - (sparsity ?? 0) : 1;
            return new LayerReport
            {
                Name = node.Name,
                Operator = OperatorDescription.Of(graph, node),
                Inputs = [.. node.Inputs.Where(name => name.Length > 0 && !graph.Constants.ContainsKey(name)).Distinct(StringComparer.Ordinal)],
                Outputs = [.. node.Outputs.Where(name => name.Length > 0)],
                Shape = graph.Shape(node.Output),
                WeightShape = weights?.Shape ?? [],
                Precision = precision,
                WeightBits = (weights?.Type.SizeInBytes() ?? 0) * 8,
                Macs = macs,
                Parameters = constants.Sum(constant => (long)constant.Length),
                ConstantBytes = constants.Sum(constant => (long)constant.Length * constant.Type.SizeInBytes()),
                Sparsity = sparsity is null ? null : Math.Round(sparsity.Value, 6),
                Sqnr = noise.TryGetValue(node.Output, out SignalNoise measured) && measured.Decibels is { } decibels ? Math.Round(decibels, 2) : null,
                PredictedMicroseconds = Math.Round(CostModel.Predict(Products(precision), macs * done, CostModel.MovedBytesOf(graph, node)), 3),
                Activation = Activation(graph, node.Output, compressed.Histograms.GetValueOrDefault(floatNames.GetValueOrDefault(node.Output, node.Output))),
            };
        }
    }

    // What a layer's multiply-adds are in.
    private static Precision Products(LayerPrecision precision) => precision switch
    {
        LayerPrecision.Int8 or LayerPrecision.Int8Dynamic => Precision.Int8,
        LayerPrecision.Int16x8 => Precision.Int16x8,
        _ => Precision.Float,
    };

    private static ActivationReport? Activation(Graph graph, string value, Histogram? histogram)
    {
        IntervalReport? clip = null;
        if (graph.QuantizationOf(value) is { } quantization)
        {
            clip = new IntervalReport(Real(quantization.Low), Real(quantization.High));

            // Beyond a float's range, too.
            double Real(int code) => ((double)code - quantization.ZeroPoint) * quantization.Scale;
        }

        bool observed = histogram is { Total: > 0 };
        return clip is null && !observed
            ? null
            : new ActivationReport(
                observed ? new IntervalReport(histogram!.Range.Min, histogram.Range.Max) : null,
                clip,
                observed ? HistogramReport.Of(histogram!) : null);
    }

    private static double Sparsity(Tensor weights)
    {
        int size = weights.Type.SizeInBytes();
        ReadOnlySpan<byte> bytes = weights.Bytes;
        if (weights.Type == ElementType.Float32)
        {
            return (double)WeightStatistics.Zeros(weights.Values<float>()) / Math.Max(1, weights.Length);
        }

        long zeros = 0;
        for (int i = 0; i < bytes.Length; i += size)
        {
            zeros += bytes.Slice(i, size).IndexOfAnyExcept((byte)0) < 0 ? 1 : 0;
        }

        return (double)zeros / Math.Max(1, weights.Length);
    }
}
