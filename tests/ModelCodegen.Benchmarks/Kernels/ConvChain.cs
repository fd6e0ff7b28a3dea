using System.Collections.Immutable;
using ModelCodegen.Compiler;
using ModelCodegen.Compiler.Compress;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Compiler.Lower;
using ModelCodegen.Plan;
using ModelCodegen.Testing;

namespace ModelCodegen.Benchmarks.Kernels;

/// <summary>A network of equal int8 convolutions, one after the other: the difference of two lengths is the time of convolutions alone.</summary>
internal static class ConvChain
{
    /// <summary>Compiles a chain of convolutions that keep the map's shape.</summary>
    public static GeneratedNetwork Compile(int length, int channels, int size, int kernel, bool depthwise)
    {
        var random = new Random(1);
        ImmutableArray<int> shape = [1, channels, size, size];
        var bytes = new ValueInfo(ElementType.UInt8, shape, new Quantization(0.02f, 0));
        var nodes = new List<Node> { new("quantize", new Quantize(), ["x"], ["v0"]) };
        var empty = new Graph();
        var values = empty.Values.ToBuilder();
        var constants = empty.Constants.ToBuilder();
        var scales = empty.WeightScales.ToBuilder();
        values["x"] = values["y"] = new ValueInfo(ElementType.Float32, shape);
        values["v0"] = bytes;
        for (int i = 0; i < length; i++)
        {
            int inputs = depthwise ? 1 : channels;
            var weights = new sbyte[channels * inputs * kernel * kernel];
            random.NextBytes(System.Runtime.InteropServices.MemoryMarshal.AsBytes(weights.AsSpan()));
            constants[$"w{i}"] = Tensor.Create([channels, inputs, kernel, kernel], Array.ConvertAll(weights, w => Math.Max(w, (sbyte)-127)));
            scales[$"w{i}"] = [.. Enumerable.Repeat(0.001f, channels)];
            values[$"v{i + 1}"] = bytes;
            int pad = kernel / 2;
            var conv = new Conv
            {
                Group = depthwise ? channels : 1,
                KernelShape = [kernel, kernel],
                Strides = [1, 1],
                Dilations = [1, 1],
                Pads = [pad, pad, pad, pad],
            };
            nodes.Add(new Node($"conv{i}", conv, [$"v{i}", $"w{i}"], [$"v{i + 1}"]));
        }

        nodes.Add(new Node("dequantize", new Dequantize(), [$"v{length}"], ["y"]));
        var graph = new Graph
        {
            Inputs = ["x"],
            Outputs = ["y"],
            Nodes = [.. nodes],
            Values = values.ToImmutable(),
            Constants = constants.ToImmutable(),
            WeightScales = scales.ToImmutable(),
        };
        string model = Path.GetTempFileName();
        try
        {
            var options = new CompressOptions { ModelPath = model, ClassName = "Chain" + length };
            (NetworkPlan plan, byte[] blob) = Lowering.Lower(new Compressed(graph, QuantizationScheme.Int8, 0), options, default);
            return GeneratedNetwork.Compile(PlanXml.Write(plan), blob);
        }
        finally
        {
            File.Delete(model);
        }
    }
}
