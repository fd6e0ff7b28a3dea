using System.Collections.Immutable;
using ModelCodegen.Compiler;
using ModelCodegen.Compiler.Compress;
using ModelCodegen.Compiler.Compress.Calibration;
using ModelCodegen.Compiler.Compress.Quantization;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Compiler.Lower;
using ModelCodegen.Plan;
using ModelCodegen.Testing;

namespace ModelCodegen.Benchmarks.Kernels;

/// <summary>
/// A network that computes one convolution several times over: the difference of two such networks is the time of
/// convolutions alone.
/// </summary>
internal static class ConvNetwork
{
    /// <summary>Compiles a network of so many convolutions of one input.</summary>
    public static GeneratedNetwork Compile(ConvCase conv, int count, bool fp32)
    {
        int pad = conv.Kernel / 2;
        ImmutableArray<int> shape = [conv.Channels, conv.Depthwise ? 1 : conv.Channels, conv.Kernel, conv.Kernel];
        var convolution = new Conv
        {
            Group = conv.Depthwise ? conv.Channels : 1,
            KernelShape = [conv.Kernel, conv.Kernel],
            Strides = [conv.Stride, conv.Stride],
            Dilations = [1, 1],
            Pads = [pad, pad, pad, pad],
        };
        var empty = new Graph();
        var graph = new Graph
        {
            Inputs = ["x"],
            Outputs = ["y"],
            Nodes =
            [
                new Node("input", new Unary(Activation.Relu), ["x"], ["map"]),
                new Node("conv", convolution, ["map", "weights"], ["result"]),
                new Node("output", new Unary(Activation.Relu), ["result"], ["y"]),
            ],
            Values = empty.Values.AddRange(new[] { ("x", conv.InputSize), ("map", conv.InputSize), ("result", conv.Size), ("y", conv.Size) }
                .Select(value => KeyValuePair.Create(value.Item1, new ValueInfo(ElementType.Float32, [1, conv.Channels, value.Item2, value.Item2])))),
            Constants = empty.Constants.Add("weights", Tensor.Create(shape, NormalNumbers(ShapeArithmetic.Length(shape.AsSpan())))),
        };
        if (!fp32)
        {
            Dictionary<string, ValueRange> ranges = graph.Values.Keys.ToDictionary(name => name, _ => new ValueRange(0, 4));
            graph = StaticQuantizer.Quantize(graph, ranges, _ => Precision.Int8, []);
        }

        string model = Path.GetTempFileName();
        try
        {
            var options = new CompressOptions { ModelPath = model, ClassName = "Convs" + count };
            QuantizationScheme scheme = fp32 ? QuantizationScheme.None : QuantizationScheme.Int8;
            (NetworkPlan plan, byte[] blob) = Lowering.Lower(new Compressed(graph, scheme, 0), options, default);
            IEnumerable<Step> steps = plan.Steps.SelectMany(step => Enumerable.Repeat(step, step is ConvStep or DepthwiseStep ? count : 1));
            return GeneratedNetwork.Compile(PlanXml.Write(plan with { Steps = new EquatableArray<Step>(steps) }), blob);
        }
        finally
        {
            File.Delete(model);
        }
    }

    // Weights as trained networks have them: which kernels may compute them depends on how large they are.
    private static float[] NormalNumbers(int count)
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, count).Select(_ => (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble())))];
    }
}
