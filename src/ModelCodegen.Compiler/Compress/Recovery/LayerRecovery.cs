using System.Collections.Immutable;
using System.Globalization;
using ModelCodegen.Compiler.Compress.Quantization;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Reference;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Compress.Recovery;

/// <summary>
/// Repairs a compressed network layer by layer, each with the inputs that the compressed layers before it really give: weights
/// are rounded anew (<see cref="AdaptiveRounding"/>), and the mean error of each channel goes into its bias (Nagel et al. 2019,
/// "Data-Free Quantization", section 4.2, from data).
/// </summary>
internal sealed class LayerRecovery
{
    // Larger matrices of moments take too long; with so many inputs rounding errors even out by themselves.
    private const int DeepestRounding = 1152;

    private const int MostPatches = 8192;

    private readonly Graph floats;
    private readonly RecoveryMethods methods;
    private readonly int samples;
    private readonly IReadOnlyDictionary<string, Node> producers;
    private readonly Lockstep exact;
    private readonly Lockstep rounded;
    private readonly CancellationToken cancellation;
    private Graph graph;

    private LayerRecovery(
        Graph floats, Graph compressed, IReadOnlyList<IReadOnlyDictionary<string, Tensor>> samples, RecoveryMethods methods, CancellationToken cancellation)
    {
        this.floats = floats;
        this.methods = methods;
        this.samples = samples.Count;
        this.cancellation = cancellation;
        producers = floats.Producers();
        graph = compressed;
        exact = new Lockstep(floats, samples);
        rounded = new Lockstep(QuantizationSimulation.Of(compressed), samples);
    }

    /// <summary>The network with other codes and biases.</summary>
    /// <param name="floats">The float network that was quantized; layers are found by their names.</param>
    /// <param name="compressed">The compressed network.</param>
    /// <param name="samples">Typical inputs.</param>
    /// <param name="methods">What to do.</param>
    /// <param name="log">Takes a line that says what was done.</param>
    /// <param name="cancellation">Ends it early.</param>
    public static Graph Run(
        Graph floats,
        Graph compressed,
        IReadOnlyList<IReadOnlyDictionary<string, Tensor>> samples,
        RecoveryMethods methods,
        Action<string> log,
        CancellationToken cancellation)
    {
        Node[] layers = [.. compressed.Nodes.Where(node => QuantizationSimulation.HasCodes(compressed, node))];
        if (layers.Length == 0 || samples.Count == 0)
        {
            return compressed;
        }

        long start = Environment.TickCount64;
        var recovery = new LayerRecovery(floats, compressed, samples, methods, cancellation);
        Dictionary<string, Node> originals = floats.Nodes.ToDictionary(node => node.Name, StringComparer.Ordinal);
        foreach (Node layer in layers)
        {
            recovery.Repair(layer, originals[layer.Name]);
        }

        log(string.Create(CultureInfo.InvariantCulture, $"repaired {layers.Length} layers on {samples.Count} samples in {(Environment.TickCount64 - start) / 1000.0:F1} s"));
        return recovery.graph;
    }

    private void Repair(Node layer, Node original)
    {
        bool centered = methods.HasFlag(RecoveryMethods.BiasCorrection);
        rounded.AdvanceTo(layer, cancellation);
        var patches = new LayerPatches(floats, original);
        float[][] reals = centered ? Reals() : [];
        float[][] inputs = [.. Enumerable.Range(0, samples).Select(i => patches.Source(rounded.Value(i, layer.Inputs[0])))];
        float[][] weights = WeightedNodes.ByChannel<float>(original, floats.Constants[original.Inputs[1]]);
        sbyte[][] codes = WeightedNodes.ByChannel<sbyte>(layer, graph.Constants[layer.Inputs[1]]);
        ImmutableArray<float> scales = graph.WeightScales[layer.Inputs[1]];
        float[] bias = original.HasInput(2) ? (float[])floats.Constants[original.Inputs[2]].ToFloat().Clone() : new float[codes.Length];
        ShortSumLayout? sums = SumsOf(layer, original, codes);
        int perGroup = codes.Length / patches.Groups;
        Parallel.For(0, patches.Groups, new ParallelOptions { CancellationToken = cancellation }, group =>
        {
            double[][] means = centered ? Means(patches, inputs, group) : [];
            if (methods.HasFlag(RecoveryMethods.AdaptiveRounding) && patches.Depth <= DeepestRounding)
            {
                (double[] moments, int count) = Moments(patches, inputs, group, centered ? Average(means) : new double[patches.Depth]);
                var rounding = new AdaptiveRounding(moments, patches.Depth, count);
                if (rounding.Prepare())
                {
                    Parallel.For(group * perGroup, (group + 1) * perGroup, c => rounding.Round(weights[c], scales[c], sbyte.MaxValue, codes[c], sums));
                }
            }

            if (centered)
            {
                double[][] wanted = Means(patches, reals, group);
                for (int c = group * perGroup; c < (group + 1) * perGroup; c++)
                {
                    bias[c] += (float)MeanError([.. wanted.Zip(means, (real, rounded) => Error(real, rounded, weights[c], codes[c], scales[c]))]);
                }
            }
        });
        KeepWithinSums(layer, original, codes, bias);
        Replace(layer, codes, centered ? bias : null);

        // Only mean errors are measured against the float network.
        float[][] Reals()
        {
            exact.AdvanceTo(original, cancellation);
            return [.. Enumerable.Range(0, samples).Select(i => patches.Source(exact.Value(i, original.Inputs[0])))];
        }
    }

    // Codes that fit sums in 16 bits are to go on doing so.
    private ShortSumLayout? SumsOf(Node layer, Node original, sbyte[][] codes)
    {
        if (graph.Values.TryGetValue(layer.Inputs[0], out ValueInfo? input) && input.Type == ElementType.Int16)
        {
            return null;
        }

        (int[][] runs, int most) = InputRuns.OfSums(original, floats, producers);
        int quads = ShortSumLayout.QuadsOf(codes, runs, most);
        return quads > 0 ? new ShortSumLayout(runs, quads) : null;
    }

    // 16-bit inputs leave sums just the room that the nearest codes need: a channel that would need more keeps those.
    private void KeepWithinSums(Node layer, Node original, sbyte[][] codes, float[] bias)
    {
        if (graph.QuantizationOf(layer.Inputs[0]) is not { Type: ElementType.Int16 } input)
        {
            return;
        }

        sbyte[][] nearest = WeightedNodes.ByChannel<sbyte>(layer, graph.Constants[layer.Inputs[1]]);
        float[]? before = original.HasInput(2) ? floats.Constants[original.Inputs[2]].ToFloat() : null;
        for (int c = 0; c < codes.Length; c++)
        {
            double products = codes[c].Sum(code => Math.Abs((double)code)) * input.High;
            double step = (double)input.Scale * graph.WeightScales[layer.Inputs[1]][c];
            if (products + Math.Abs(bias[c] / step) >= int.MaxValue)
            {
                codes[c] = nearest[c];
                bias[c] = before?[c] ?? 0;
            }
        }
    }

    private void Replace(Node layer, sbyte[][] codes, float[]? bias)
    {
        Node changed = layer;
        ImmutableSortedDictionary<string, Tensor> constants = graph.Constants.SetItem(
            layer.Inputs[1], Tensor.Create(graph.Shape(layer.Inputs[1]), WeightedNodes.FromChannels(layer, codes)));
        if (bias is not null)
        {
            // Where the input's scale is not known at build time, the bias is added to floats.
            bool isStatic = graph.QuantizationOf(layer.Inputs[0]) is not null && graph.Values[layer.Output].Quantization is not null;
            Tensor values = isStatic
                ? WeightQuantizer.QuantizeBias(bias, graph.QuantizationOf(layer.Inputs[0])!.Scale, graph.WeightScales[layer.Inputs[1]])
                : Tensor.Floats(bias);
            string name = FreshName.For(layer.Output + "/bias", taken => constants.ContainsKey(taken) || graph.Values.ContainsKey(taken));
            constants = constants.SetItem(name, values);
            changed = layer with { Inputs = [.. layer.Inputs.Take(2), name] };
        }

        graph = graph with { Constants = constants, Nodes = graph.Nodes.Replace(layer, changed) };
        Graph simulated = rounded.Graph;
        simulated = simulated with { Constants = simulated.Constants.SetItems(constants.Where(pair => changed.Inputs.Contains(pair.Key))), Nodes = simulated.Nodes.Replace(layer, changed) };
        rounded.Graph = simulated with
        {
            Constants = simulated.Constants.SetItems(QuantizationSimulation.LayerConstants(graph, changed).Select(pair => KeyValuePair.Create(pair.Name, pair.Reals))),
        };
    }

    private static double Error(double[] real, double[] rounded, float[] weights, sbyte[] codes, float scale)
    {
        double error = 0;
        for (int k = 0; k < weights.Length; k++)
        {
            error += (real[k] * weights[k]) - (rounded[k] * codes[k] * scale);
        }

        return error;
    }

    // Few samples say little: the mean is drawn towards zero by as much of its square as is chance (James and Stein 1961).
    private static double MeanError(double[] errors)
    {
        double mean = errors.Average();
        double square = errors.Sum(error => (error - mean) * (error - mean)) / Math.Max(1, (double)errors.Length * (errors.Length - 1));
        return errors.Length == 1 || mean == 0 ? 0 : mean * Math.Max(0, 1 - (square / (mean * mean)));
    }

    // Per sample.
    private static double[][] Means(LayerPatches patches, float[][] sources, int group) => Array.ConvertAll(sources, source =>
    {
        var sums = new double[patches.Depth];
        patches.AddTo(source, group, sums);
        return Array.ConvertAll(sums, sum => sum / patches.Positions);
    });

    private static double[] Average(double[][] means) =>
        [.. Enumerable.Range(0, means[0].Length).Select(k => means.Sum(mean => mean[k]) / means.Length)];

    // The second moments of evenly chosen patches around a point, and the patches' number.
    private static (double[] Moments, int Count) Moments(LayerPatches patches, float[][] sources, int group, double[] center)
    {
        int depth = patches.Depth;
        int perSample = Math.Clamp(MostPatches / sources.Length, 1, patches.Positions);
        int stride = (depth + ImplicitGemm.ColumnAlignment - 1) / ImplicitGemm.ColumnAlignment * ImplicitGemm.ColumnAlignment;
        int[] origins = [.. Enumerable.Range(0, depth)];
        int[] offsets = [.. Enumerable.Range(0, perSample).Select(row => row * stride)];
        float[] centers = Array.ConvertAll(center, value => (float)value);
        var matrix = new float[perSample * stride];
        var products = new float[depth * stride];
        var moments = new double[depth * depth];
        foreach (float[] source in sources)
        {
            for (int i = 0; i < perSample; i++)
            {
                Span<float> row = matrix.AsSpan(i * stride, depth);
                patches.Copy(source, group, (int)((long)i * patches.Positions / perSample), row);
                for (int k = 0; k < depth; k++)
                {
                    row[k] -= centers[k];
                }
            }

            ImplicitGemm.Run(matrix, origins, offsets, matrix, stride, depth, default, products, stride, 1, 0, depth);
            for (int i = 0; i < depth; i++)
            {
                for (int j = 0; j < depth; j++)
                {
                    moments[(i * depth) + j] += products[(i * stride) + j];
                }
            }
        }

        return (moments, perSample * sources.Length);
    }
}
