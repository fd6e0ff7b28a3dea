using System.Collections.Immutable;
using System.Runtime.InteropServices;
using ModelCodegen.Compiler;
using ModelCodegen.Compiler.Compress;
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
        var random = new Random(1);
        ValueInfo Map(int size) => fp32
            ? new ValueInfo(ElementType.Float32, [1, conv.Channels, size, size])
            : new ValueInfo(ElementType.UInt8, [1, conv.Channels, size, size], new Quantization(0.02f, 0));
        var nodes = new List<Node>();
        var empty = new Graph();
        var values = empty.Values.ToBuilder();
        var constants = empty.Constants.ToBuilder();
        var scales = empty.WeightScales.ToBuilder();
        values["x"] = new ValueInfo(ElementType.Float32, [1, conv.Channels, conv.InputSize, conv.InputSize]);
        values["y"] = new ValueInfo(ElementType.Float32, [1, conv.Channels, conv.Size, conv.Size]);
        values["map"] = Map(conv.InputSize);
        nodes.Add(new Node("input", fp32 ? new Unary(Activation.Relu) : new Quantize(), ["x"], ["map"]));
        ImmutableArray<int> shape = [conv.Channels, conv.Depthwise ? 1 : conv.Channels, conv.Kernel, conv.Kernel];
        int pad = conv.Kernel / 2;
        constants["weights"] = fp32
            ? Tensor.Create(shape, Fill(shape, () => (float)random.NextDouble() - 0.5f))
            : Tensor.Create(shape, Fill(shape, () => (sbyte)random.Next(-127, 128)));
        scales["weights"] = [.. Enumerable.Repeat(0.001f, conv.Channels)];
        values["result"] = Map(conv.Size);
        var convolution = new Conv
        {
            Group = conv.Depthwise ? conv.Channels : 1,
            KernelShape = [conv.Kernel, conv.Kernel],
            Strides = [conv.Stride, conv.Stride],
            Dilations = [1, 1],
            Pads = [pad, pad, pad, pad],
        };
        nodes.Add(new Node("conv", convolution, ["map", "weights"], ["result"]));
        nodes.Add(new Node("output", fp32 ? new Unary(Activation.Relu) : new Dequantize(), ["result"], ["y"]));
        var graph = new Graph
        {
            Inputs = ["x"],
            Outputs = ["y"],
            Nodes = [.. nodes],
            Values = values.ToImmutable(),
            Constants = constants.ToImmutable(),
            WeightScales = fp32 ? empty.WeightScales : scales.ToImmutable(),
        };
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

    private static T[] Fill<T>(ImmutableArray<int> shape, Func<T> next)
    {
        var values = new T[shape.Aggregate(1, (a, b) => a * b)];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = next();
        }

        return values;
    }
}
