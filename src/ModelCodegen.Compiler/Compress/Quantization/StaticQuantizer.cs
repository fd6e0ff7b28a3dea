using System.Collections.Immutable;
using ModelCodegen.Compiler.Compress.Calibration;
using ModelCodegen.Compiler.Diagnostics;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Compress.Quantization;

/// <summary>
/// The schemes <c>int8</c> and <c>int16x8</c>, and mixtures of both and float: activations have ranges from calibration and are
/// unsigned bytes, affine per tensor, or 16-bit integers, symmetric per tensor; weights are signed bytes, symmetric per output
/// channel; the bias is int32 at scale input * weight.
/// </summary>
internal sealed class StaticQuantizer
{
    private readonly Graph graph;
    private readonly Dictionary<string, Precision> layers;
    private readonly HashSet<string> bytes;
    private readonly HashSet<string> shorts;
    private readonly SharedParameters parameters;
    private readonly ShortProducts products;
    private readonly ShortSumChoice shortSums;
    private readonly GraphRewriter rewriter;
    private readonly Dictionary<string, string> renamed = new(StringComparer.Ordinal);

    private StaticQuantizer(
        Graph graph,
        IReadOnlyDictionary<string, ValueRange> ranges,
        Func<Node, Precision> precisionOf,
        ICollection<Diagnostic> diagnostics,
        BoundaryForm boundary,
        IReadOnlyDictionary<string, ValueRange> wideRanges)
    {
        this.graph = graph;
        layers = IntegerLayers.Find(graph, precisionOf, diagnostics);
        bytes = Int8Selection.Choose(graph, layers, precisionOf);
        shorts = Int16Selection.Choose(graph, layers, bytes);
        FloatSums.TakeFrom(bytes, shorts, graph, boundary);
        bytes.ExceptWith(shorts);
        HashSet<string> integers = [.. bytes, .. shorts];
        parameters = new SharedParameters(graph, integers, ranges);
        products = new ShortProducts(graph, WeightedNodes.In(graph).Where(IsInt16), BiasOf, new SharedParameters(graph, integers, wideRanges));
        shortSums = new ShortSumChoice(graph, WeightedNodes.In(graph).Where(node => layers.GetValueOrDefault(node.Output, Precision.Float) == Precision.Int8));
        rewriter = new GraphRewriter(graph);
    }

    /// <summary>The network in integers.</summary>
    /// <param name="graph">The network; activations that bytes compute by tables are nodes of their own.</param>
    /// <param name="ranges">The range of each value, from calibration.</param>
    /// <param name="precisionOf">What each node computes in, if it can.</param>
    /// <param name="diagnostics">Takes warnings.</param>
    /// <param name="boundary">What the network's caller passes.</param>
    /// <param name="wideRanges">The ranges of values of 16 bits, where they are others.</param>
    public static Graph Quantize(
        Graph graph,
        IReadOnlyDictionary<string, ValueRange> ranges,
        Func<Node, Precision> precisionOf,
        ICollection<Diagnostic> diagnostics,
        BoundaryForm boundary = BoundaryForm.Float,
        IReadOnlyDictionary<string, ValueRange>? wideRanges = null)
    {
        var quantizer = new StaticQuantizer(graph, ranges, precisionOf, diagnostics, boundary, wideRanges ?? ranges);
        foreach (Node node in graph.Nodes)
        {
            quantizer.Add(node);
        }

        return quantizer.rewriter.ToGraph();
    }

    private void Add(Node node)
    {
        // The network's outputs stay float: the node gives integers under another name.
        var outputs = ImmutableArray.CreateBuilder<string>();
        foreach (string output in node.Outputs)
        {
            Ir.Quantization? quantization = ParametersOf(output);
            outputs.Add(quantization is not null && graph.Outputs.Contains(output) ? rewriter.Fresh(output + "/quantized") : output);
            if (quantization is not null)
            {
                rewriter.SetValue(outputs[^1], graph.Values[output] with { Type = quantization.Type, Quantization = quantization });
            }
        }

        rewriter.Add(node with { Inputs = Operands(node), Outputs = outputs.ToImmutable() });
        foreach ((string output, string quantized) in node.Outputs.Zip(outputs).Where(pair => pair.First != pair.Second))
        {
            renamed[output] = quantized;
            rewriter.Add(new Node(output + "/dequantize", new Dequantize(), [quantized], [output]));
        }
    }

    private ImmutableArray<string> Operands(Node node)
    {
        ImmutableArray<string> inputs = [.. node.Inputs.Select(input => renamed.GetValueOrDefault(input, input))];
        if (layers.ContainsKey(node.Output))
        {
            return LayerOperands(node, inputs);
        }

        if (ParametersOf(node.Output) is not { } quantization)
        {
            return [.. inputs.Select(rewriter.AsFloat)];
        }

        bool moves = SharedParameters.Moves(node);
        return [.. inputs.Select((input, i) =>
            graph.Constant(input) is { } constant
                ? constant.Type == ElementType.Float32 && (moves || node.Operator is Binary) ? rewriter.ConstantAsBytes(input, moves ? parameters.Of(input) : null) : input
            : input.Length > 0 && graph.Values[node.Inputs[i]].Type == ElementType.Float32
                ? rewriter.AsIntegers(input, quantization.Type == ElementType.Int16 ? products.Of(node.Inputs[i]) : parameters.Of(node.Inputs[i]))
            : input)];
    }

    private ImmutableArray<string> LayerOperands(Node node, ImmutableArray<string> inputs)
    {
        bool isInt16 = IsInt16(node);
        float[]? bias = BiasOf(node);
        Ir.Quantization input = isInt16 ? products.Of(node.Inputs[0]) : parameters.Of(node.Inputs[0]);
        (Tensor codes, ImmutableArray<float> scales) = isInt16
            ? products.WeightsOf(node)
            : WeightQuantizer.Quantize(node, graph.Constants[node.Inputs[1]], bias, bias is null ? null : input.Scale, shortSums.Of(node));
        ImmutableArray<string> operands = [rewriter.AsIntegers(inputs[0], input), rewriter.AddWeights(node.Inputs[1], codes, scales)];
        return bias is null
            ? [.. operands, .. inputs.Skip(2)]
            : [.. operands, rewriter.AddConstant(node.Inputs[2] + "/quantized", WeightQuantizer.QuantizeBias(bias, input.Scale, scales))];
    }

    // How a value's integers stand for numbers; null where it is computed in float.
    private Ir.Quantization? ParametersOf(string value) =>
        shorts.Contains(value) ? products.Of(value) : bytes.Contains(value) ? parameters.Of(value) : null;

    private bool IsInt16(Node node) => layers.GetValueOrDefault(node.Output) == Precision.Int16x8;

    // The bias that a layer's sums hold: where they are given as floats, it is added to these.
    private float[]? BiasOf(Node node) =>
        node.HasInput(2) && (bytes.Contains(node.Output) || shorts.Contains(node.Output)) ? graph.Constants[node.Inputs[2]].ToFloat() : null;
}
