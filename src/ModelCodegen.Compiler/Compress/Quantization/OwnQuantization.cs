using ModelCodegen.Compiler.Diagnostics;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Compiler.Normalize.Quantized;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Compress.Quantization;

/// <summary>Models that are quantized already keep their own scales; what they have in floats stays so.</summary>
internal static class OwnQuantization
{
    /// <summary>The scheme that a model brings along, or <see langword="null"/>.</summary>
    public static QuantizationScheme? Of(Graph graph)
    {
        bool isStatic = graph.Nodes.Any(node => node.Operator is Requantize || (node.Operator is QuantizeLinear && graph.Values[node.Output].Type.SizeInBytes() == 1));
        bool isDynamic = graph.Nodes.Any(node => node.Operator is DynamicQuantizeLinear or MatMulInteger or ConvInteger);
        return isStatic ? QuantizationScheme.Int8 : isDynamic ? QuantizationScheme.Int8Dynamic : null;
    }

    /// <summary>The network in the form in which integer kernels compute it.</summary>
    public static Graph Apply(Graph graph, CompressOptions options, ICollection<Diagnostic> diagnostics)
    {
        Graph quantized = QuantizedPatterns.Run(graph, node => NodePattern.Matches(options.KeepFloat, node));
        if (options.Quantization != QuantizationScheme.None)
        {
            string[] islands = [.. WeightedNodes.In(quantized).Where(node => !NodePattern.Matches(options.KeepFloat, node)).Select(node => node.Name)];
            FloatIslands.Report(islands, "the model does not quantize them in a way that integer kernels take", diagnostics);
        }

        return quantized;
    }
}
