using System.Runtime.InteropServices;
using ModelCodegen.Compiler.Import.Protobuf;
using DataType = ModelCodegen.Compiler.Import.Protobuf.TensorProto.Types.DataType;

namespace ModelCodegen.Conformance;

/// <summary>
/// Computes a convolutional QDQ model with the integers that it stands for, as ONNX's quantized operators do: sums of codes are
/// exact, the real value of one is a multiple of the product of its scales, and a code comes from it by one multiplication
/// in single precision, rounded half to even. Runtimes that compute with the dequantized floats round every product
/// and sum, so that they are now and then one step off.
/// </summary>
internal sealed class QdqArithmetic
{
    private readonly GraphProto graph;
    private readonly Dictionary<string, Numbers> constants = new(StringComparer.Ordinal);

    /// <summary>Reads a model, and computes what does not depend on its input.</summary>
    public QdqArithmetic(byte[] model)
    {
        graph = ModelProto.Parser.ParseFrom(model).Graph;
        foreach (TensorProto tensor in graph.Initializer)
        {
            constants.Add(tensor.Name, Read(tensor));
        }

        foreach (NodeProto node in graph.Node.Where(node => node.Input.All(constants.ContainsKey)))
        {
            constants.Add(node.Output[0], Compute(node, constants));
        }
    }

    /// <summary>The codes of a quantized constant, and how the model makes reals of them.</summary>
    /// <param name="dequantized">The name of the reals.</param>
    public (double[] Codes, double[] Scales) Constant(string dequantized) => (constants[dequantized].Elements, constants[dequantized].Scales!);

    /// <summary>The output for an image.</summary>
    public float[] Run(float[] image)
    {
        var values = new Dictionary<string, Numbers>(constants, StringComparer.Ordinal)
        {
            [graph.Input[0].Name] = new Numbers([1, 1, 28, 28], Array.ConvertAll(image, pixel => (double)pixel)),
        };
        foreach (NodeProto node in graph.Node.Where(node => !constants.ContainsKey(node.Output[0])))
        {
            values.Add(node.Output[0], Compute(node, values));
        }

        Numbers result = values[graph.Output[0].Name];
        return Array.ConvertAll(result.Elements, code => (float)code * (float)result.Scales!.Single());
    }

    private static Numbers Compute(NodeProto node, Dictionary<string, Numbers> values)
    {
        Numbers[] x = [.. node.Input.Select(name => values[name])];
        return node.OpType switch
        {
            "Identity" => x[0],
            "Constant" => Read(node.Attribute.Single().T),
            "QuantizeLinear" => Quantize(x[0], x[1], x[2], Axis(node)),
            "DequantizeLinear" => Dequantize(x[0], x[1], x.Length > 2 ? x[2] : null, Axis(node)),
            "Conv" => Convolve(node, x[0], x[1], x[2]),
            "Gemm" when node.Attribute.All(attribute => attribute is { Name: "alpha" or "beta", F: 1 } or { Name: "transB", I: 1 }) => Multiply(x[0], x[1], x[2]),
            "Add" => x[0] with { Addend = x[1] },
            "Relu" => x[0] with { IsRectified = true },
            "GlobalAveragePool" => Average(x[0]),
            "Flatten" => x[0] with { Shape = [1, x[0].Elements.Length] },
            _ => throw new NotSupportedException($"{node.OpType} {node.Name}"),
        };
    }

    private static Numbers Quantize(Numbers x, Numbers scale, Numbers zero, int axis)
    {
        var codes = new double[x.Elements.Length];
        int inner = scale.Elements.Length == 1 ? codes.Length : x.Shape.Skip(axis + 1).Aggregate(1, (product, extent) => product * extent);
        for (int i = 0; i < codes.Length; i++)
        {
            int c = i / inner % scale.Elements.Length;
            float steps = x.Steps(i, scale.Elements[c]) + (x.Addend?.Steps(i, scale.Elements[c]) ?? 0);
            float rounded = MathF.Round(x.IsRectified ? MathF.Max(0, steps) : steps, MidpointRounding.ToEven);
            codes[i] = Math.Clamp(rounded + zero.Elements[c], zero.Lowest, zero.Lowest + 255);
        }

        return new Numbers(x.Shape, codes);
    }

    private static Numbers Dequantize(Numbers codes, Numbers scale, Numbers? zero, int axis)
    {
        Assert.All(zero is { Elements.Length: > 1 } ? zero.Elements : [], element => Assert.Equal(0, element));
        Assert.True(scale.Elements.Length == 1 || axis == 0);
        double offset = zero?.Elements[0] ?? 0;
        return new Numbers(codes.Shape, Array.ConvertAll(codes.Elements, code => code - offset)) { Scales = scale.Elements };
    }

    private static Numbers Convolve(NodeProto node, Numbers x, Numbers weights, Numbers bias)
    {
        (int channels, int depth, int size) = (weights.Shape[0], weights.Shape[1], weights.Shape[2]);
        (int height, int width) = (x.Shape[2], x.Shape[3]);
        int pad = (int)node.Attribute.Single(attribute => attribute.Name == "pads").Ints[0];
        int stride = (int)node.Attribute.Single(attribute => attribute.Name == "strides").Ints[0];
        int rows = ((height + (2 * pad) - size) / stride) + 1;
        int columns = ((width + (2 * pad) - size) / stride) + 1;
        var sums = new double[channels * rows * columns];
        for (int i = 0; i < sums.Length; i++)
        {
            (int c, int top, int left) = (i / (rows * columns), (i / columns % rows * stride) - pad, (i % columns * stride) - pad);
            for (int d = 0; d < depth; d++)
            {
                for (int row = Math.Max(0, -top); row < Math.Min(size, height - top); row++)
                {
                    for (int column = Math.Max(0, -left); column < Math.Min(size, width - left); column++)
                    {
                        sums[i] += x.Elements[(((d * height) + top + row) * width) + left + column] * weights.Elements[(((((c * depth) + d) * size) + row) * size) + column];
                    }
                }
            }
        }

        return Layer([1, channels, rows, columns], sums, x, weights, bias);
    }

    private static Numbers Multiply(Numbers x, Numbers weights, Numbers bias)
    {
        double[] sums = [.. weights.Elements.Chunk(weights.Shape[1]).Select(row => row.Zip(x.Elements, (weight, value) => weight * value).Sum())];
        return Layer([1, sums.Length], sums, x, weights, bias);
    }

    // A bias is in steps of the sums.
    private static Numbers Layer(int[] shape, double[] sums, Numbers x, Numbers weights, Numbers bias)
    {
        double[] scales = Array.ConvertAll(weights.Scales!, scale => x.Scales!.Single() * scale);
        Assert.Equal(scales.Select(scale => (float)scale), bias.Scales!.Select(scale => (float)scale));
        int inner = sums.Length / scales.Length;
        return new Numbers(shape, [.. sums.Select((sum, i) => sum + bias.Elements[i / inner])]) { Scales = scales };
    }

    private static Numbers Average(Numbers x)
    {
        int count = x.Shape[2] * x.Shape[3];
        return new Numbers([1, x.Shape[1], 1, 1], [.. x.Elements.Chunk(count).Select(plane => plane.Sum())]) { Scales = [x.Scales!.Single() / count] };
    }

    private static int Axis(NodeProto node) => (int)(node.Attribute.SingleOrDefault(attribute => attribute.Name == "axis")?.I ?? 1);

    private static Numbers Read(TensorProto tensor)
    {
        ReadOnlySpan<byte> bytes = tensor.RawData.Span;
        double[] values = tensor.DataType switch
        {
            DataType.Float => [.. MemoryMarshal.Cast<byte, float>(bytes).ToArray().Select(value => (double)value)],
            DataType.Int32 => [.. MemoryMarshal.Cast<byte, int>(bytes).ToArray().Select(value => (double)value)],
            DataType.Int8 => [.. bytes.ToArray().Select(value => (double)unchecked((sbyte)value))],
            DataType.Uint8 => [.. bytes.ToArray().Select(value => (double)value)],
            _ => throw new NotSupportedException(tensor.DataType.ToString()),
        };
        return new Numbers([.. tensor.Dims.Select(extent => (int)extent)], values) { Lowest = tensor.DataType == DataType.Int8 ? -128 : 0 };
    }

    /// <summary>Reals or codes; with scales, integers that stand for multiples of them. All integers are small enough for doubles to be exact.</summary>
    private sealed record Numbers(int[] Shape, double[] Elements)
    {
        /// <summary>What one stands for: one scale, or one for each channel.</summary>
        public double[]? Scales { get; init; }

        /// <summary>What is added to them, in other steps.</summary>
        public Numbers? Addend { get; init; }

        /// <summary>Whether what is below zero counts as zero.</summary>
        public bool IsRectified { get; init; }

        /// <summary>The least value of the type that they had.</summary>
        public int Lowest { get; init; }

        /// <summary>An element as a multiple of another scale.</summary>
        public float Steps(int index, double scale) => Scales is null
            ? (float)Elements[index] / (float)scale
            : (float)Elements[index] * (float)(Scales[index / (Elements.Length / Scales.Length)] / scale);
    }
}
