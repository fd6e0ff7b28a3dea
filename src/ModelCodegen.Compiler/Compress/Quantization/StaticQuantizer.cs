using System.Collections.Immutable;
using ModelCodegen.Compiler.Compress.Calibration;
using ModelCodegen.Compiler.Diagnostics;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Compress.Quantization;

/// <summary>
/// The scheme <c>int8</c>: activations are unsigned bytes, affine per tensor, with ranges from calibration; weights are
/// signed bytes, symmetric per output channel; the bias is int32 at scale input * weight.
/// </summary>
internal static class StaticQuantizer
{
    public static Graph Quantize(
        Graph graph,
        IReadOnlyDictionary<string, ValueRange> ranges,
        IReadOnlyList<string> keepFloat,
        ICollection<Diagnostic> diagnostics,
        BoundaryForm boundary = BoundaryForm.Float)
    {
        HashSet<string> bytes = Int8Selection.Choose(graph, keepFloat, diagnostics);
        HashSet<string> sums = FloatSums.TakeFrom(bytes, graph, boundary);
        var parameters = new SharedParameters(graph, bytes, ranges);
        var rewriter = new GraphRewriter(graph);
        var renamed = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (Node node in graph.Nodes)
        {
            ImmutableArray<string> inputs = [.. node.Inputs.Select(input => renamed.GetValueOrDefault(input, input))];
            if (sums.Contains(node.Output))
            {
                (Tensor codes, ImmutableArray<float> scales) = WeightQuantizer.Quantize(node, graph.Constants[node.Inputs[1]], bias: null, inputScale: null);
                string weights = rewriter.AddWeights(node.Inputs[1], codes, scales);
                rewriter.Add(node with { Inputs = [rewriter.AsBytes(inputs[0], parameters.Of(node.Inputs[0])), weights, .. inputs.Skip(2)] });
                continue;
            }

            if (!bytes.Contains(node.Output))
            {
                rewriter.Add(node with { Inputs = [.. inputs.Select(rewriter.AsFloat)] });
                continue;
            }

            // The network's outputs stay float: the node gives bytes under another name.
            var outputs = ImmutableArray.CreateBuilder<string>();
            foreach (string output in node.Outputs)
            {
                bool isByte = bytes.Contains(output);
                outputs.Add(isByte && graph.Outputs.Contains(output) ? rewriter.Fresh(output + "/quantized") : output);
                if (isByte)
                {
                    rewriter.SetValue(outputs[^1], graph.Values[output] with { Type = ElementType.UInt8, Quantization = parameters.Of(output) });
                }
            }

            rewriter.Add(node with { Inputs = Operands(node, inputs, graph, parameters, rewriter), Outputs = outputs.ToImmutable() });
            foreach ((string output, string quantized) in node.Outputs.Zip(outputs).Where(pair => pair.First != pair.Second))
            {
                renamed[output] = quantized;
                rewriter.Add(new Node(output + "/dequantize", new Dequantize(), [quantized], [output]));
            }
        }

        return rewriter.ToGraph();
    }

    private static ImmutableArray<string> Operands(
        Node node, ImmutableArray<string> inputs, Graph graph, SharedParameters parameters, GraphRewriter rewriter)
    {
        if (!WeightedNodes.IsWeighted(node, graph))
        {
            bool moves = SharedParameters.Moves(node);
            return node.Operator is Binary || moves
                ? [.. inputs.Select(input => graph.Constant(input) is { Type: ElementType.Float32 }
                    ? rewriter.ConstantAsBytes(input, moves ? parameters.Of(input) : null)
                    : input)]
                : inputs;
        }

        Ir.Quantization input = parameters.Of(node.Inputs[0]);
        float[]? bias = node.HasInput(2) ? graph.Constants[node.Inputs[2]].ToFloat() : null;
        (Tensor codes, ImmutableArray<float> scales) = WeightQuantizer.Quantize(node, graph.Constants[node.Inputs[1]], bias, input.Scale);
        var operands = new List<string> { rewriter.AsBytes(inputs[0], input), rewriter.AddWeights(node.Inputs[1], codes, scales) };
        if (bias is not null)
        {
            operands.Add(rewriter.AddConstant(node.Inputs[2] + "/quantized", WeightQuantizer.QuantizeBias(bias, input.Scale, scales)));
        }

        return [.. operands];
    }
}
