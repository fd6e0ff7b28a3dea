using ModelCodegen.Compiler.Compress;
using ModelCodegen.Compiler.Compress.Budget;
using ModelCodegen.Compiler.Compress.Data;
using ModelCodegen.Compiler.Diagnostics;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Normalize;
using ModelCodegen.Compiler.Reference;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Report.Comparison;

/// <summary>Runs a network on data in float, as compressed, and, where there is ONNX Runtime, in its float and its int8.</summary>
public sealed class NetworkComparer
{
    private const int SamplesInFlight = 32;
    private const int MostForLayers = 16;

    private readonly CompressOptions options;
    private readonly CompressResult result;
    private readonly IReadOnlyList<string> data;
    private readonly CancellationToken cancellation;
    private readonly Graph original;
    private readonly Graph reference;

    /// <summary>Prepares a comparison.</summary>
    /// <param name="options">How the network was compressed.</param>
    /// <param name="result">What came out.</param>
    /// <param name="data">Data files, with labels or without.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <exception cref="CompilationException">The model was quantized already (<see cref="DiagnosticCode.OptionInvalid"/>).</exception>
    public NetworkComparer(CompressOptions options, CompressResult result, IReadOnlyList<string> data, CancellationToken cancellation = default)
    {
        this.options = options;
        this.result = result;
        this.data = data;
        this.cancellation = cancellation;
        reference = result.Compressed.Reference ?? throw new CompilationException(
            DiagnosticCode.OptionInvalid, "The model is quantized already: there is no network of floats to compare with.");
        original = Normalizer.Fuse(ModelCompiler.Load(options, [], cancellation));
    }

    /// <summary>Compares.</summary>
    /// <param name="most">The largest number of samples.</param>
    /// <param name="runtime">ONNX Runtime; without, the reference evaluator's floats are what is compared with.</param>
    /// <exception cref="CompilationException">The data is at fault.</exception>
    public ComparisonReport Compare(int most, IOnnxRuntime? runtime)
    {
        SampleReader samples = SampleReader.Open(data, original);
        IReadOnlyList<string> calibrationFiles = options.CalibrationFiles.Count > 0 ? options.CalibrationFiles : data;
        SampleReader calibration = SampleReader.Open(calibrationFiles, original);
        using OnnxRuntimePeer? peer = runtime is null ? null : new OnnxRuntimePeer(runtime, options.ModelPath, calibration.Read().Select(Preprocessed));
        Form[] forms = [.. Forms(peer)];
        int count = Math.Min(most, samples.Count);
        OutputScore[] scores = Run(forms, samples.Read().Take(count));

        var comparison = new NetworkComparison(reference, result.Graph);
        Sample[] some = [.. samples.Read().Take(Math.Min(count, comparison.Affordable(MostForLayers)))];
        int calibrated = peer is null && options.CalibrationFiles.Count == 0 ? 0 : calibration.Count;
        return new ComparisonReport(
            Path.GetFileName(options.ModelPath),
            count,
            calibrated,
            some.Length,
            [.. forms.Select((form, i) => Score(form, i == 0, scores[i], count, samples.HasLabels))],
            Layers(comparison.Measure(some, cancellation), peer?.MeasureValues(some.Select(Preprocessed))));
    }

    private IEnumerable<Form> Forms(OnnxRuntimePeer? peer)
    {
        if (peer is not null)
        {
            long file = new[] { options.ModelPath }.Concat(result.ExternalFiles).Sum(path => new FileInfo(path).Length);
            yield return new Form("ONNX Runtime float", file, chunk => Run(peer.Floats, chunk));
            yield return new Form("ONNX Runtime int8", peer.Int8Bytes, chunk => Run(peer.Int8, chunk));
        }

        Graph simulation = QuantizationSimulation.Of(result.Graph);
        long bytes = original.Constants.Values.Sum(constant => (long)constant.Length * constant.Type.SizeInBytes());
        yield return new Form("ModelCodegen float", bytes, chunk => Run(original, chunk, inputs => inputs));
        yield return new Form(
            $"ModelCodegen {OptionNames.Of(result.Compressed.Scheme)}",
            result.Weights.LongLength,
            chunk => Run(simulation, chunk, inputs => QuantizationSimulation.Inputs(simulation, inputs)));
    }

    private OutputScore[] Run(Form[] forms, IEnumerable<Sample> samples)
    {
        var total = new OutputScore[forms.Length];
        foreach (Sample[] chunk in samples.Chunk(SamplesInFlight))
        {
            IReadOnlyDictionary<string, float[]>[]? expected = null;
            for (int f = 0; f < forms.Length; f++)
            {
                IReadOnlyDictionary<string, float[]>[] outputs = forms[f].Run(chunk);
                expected ??= outputs;
                for (int i = 0; i < chunk.Length; i++)
                {
                    total[f] += OutputScore.Of(original.Outputs[0], expected[i], outputs[i], chunk[i].Label);
                }
            }
        }

        return total;
    }

    private NetworkScore Score(Form form, bool isReference, OutputScore score, int count, bool hasLabels)
    {
        bool hasAnswer = Validation.IsRow(original.Shape(original.Outputs[0]));
        return new NetworkScore(
            form.Name,
            form.Bytes,
            isReference ? null : Rounded(score.Noise),
            isReference || !hasAnswer ? null : Percent(score.Agreeing),
            hasAnswer && hasLabels ? Percent(score.Right) : null);

        double Percent(int samples) => Math.Round(100.0 * samples / count, 2);
    }

    private LayerScore[] Layers(IReadOnlyDictionary<string, SignalNoise> ours, IReadOnlyDictionary<string, SignalNoise>? theirs)
    {
        Graph graph = result.Graph;
        IReadOnlyDictionary<string, Node> producers = graph.Producers();
        IReadOnlyDictionary<string, string> floatNames = NetworkComparison.FloatNames(reference, graph);
        return
        [
            .. graph.Nodes
                .Where(node => ours.ContainsKey(node.Output) && LayerPrecisions.Of(graph, producers, node) != LayerPrecision.Conversion)
                .Select(node => new LayerScore(
                    node.Name,
                    floatNames[node.Output],
                    OperatorDescription.Of(graph, node),
                    LayerPrecisions.Of(graph, producers, node),
                    Rounded(ours[node.Output]),
                    theirs is not null && theirs.TryGetValue(floatNames[node.Output], out SignalNoise noise) ? Rounded(noise) : null))
                .OrderBy(layer => layer.Sqnr ?? double.NegativeInfinity)
                .ThenBy(layer => layer.Name, StringComparer.Ordinal),
        ];
    }

    private IReadOnlyDictionary<string, float[]>[] Run(IOnnxSession session, Sample[] samples) => Array.ConvertAll(samples, sample =>
    {
        cancellation.ThrowIfCancellationRequested();
        return session.Run(Preprocessed(sample));
    });

    private IReadOnlyDictionary<string, float[]>[] Run(
        Graph graph, Sample[] samples, Func<IReadOnlyDictionary<string, Tensor>, IReadOnlyDictionary<string, Tensor>> inputsOf)
    {
        var outputs = new IReadOnlyDictionary<string, float[]>[samples.Length];
        Parallel.For(0, samples.Length, new ParallelOptions { CancellationToken = cancellation }, i =>
            outputs[i] = ReferenceEvaluator.Run(graph, inputsOf(samples[i].Inputs), null, cancellation)
                .Where(output => output.Value.Type == ElementType.Float32)
                .ToDictionary(output => output.Key, output => output.Value.ToFloat(), StringComparer.Ordinal));
        return outputs;
    }

    private IReadOnlyDictionary<string, Tensor> Preprocessed(Sample sample) => Preprocessing.Apply(original, options, sample.Inputs);

    private static double? Rounded(SignalNoise noise) => noise.Decibels is { } decibels ? Math.Round(decibels, 2) : null;

    /// <summary>A form of the network, and how it runs on some samples.</summary>
    private sealed record Form(string Name, long Bytes, Func<Sample[], IReadOnlyDictionary<string, float[]>[]> Run);
}
