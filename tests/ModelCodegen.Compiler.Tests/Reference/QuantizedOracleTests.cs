using ModelCodegen.Compiler.Import.Protobuf;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Reference;
using DataType = ModelCodegen.Compiler.Import.Protobuf.TensorProto.Types.DataType;

namespace ModelCodegen.Compiler.Tests.Reference;

/// <summary>
/// Operators of quantized models against ONNX Runtime, by the general kernels. Models begin and end with floats: inputs are
/// quantized, results are cast.
/// </summary>
public sealed class QuantizedOracleTests
{
    private const int Seeds = 30;
    private const int ToFloat = 1;

    [Fact]
    public void Quantize_and_dequantize() => Each(0, random =>
    {
        string type = Pick(random, "u8", "s8", "u16", "s16");
        bool perAxis = random.Next(2) == 0;
        int axis = random.Next(-3, 3);
        int[] shape = [2, 3, 5];
        int count = perAxis ? shape[axis < 0 ? axis + 3 : axis] : 1;
        ModelBuilder builder = new ModelBuilder(21).Input("x", 2, 3, 5).Output("y")
            .Constant("scale", Scales(random, perAxis ? [count] : [], type.Contains("16") ? 1e-5f : 0.01f))
            .Constant("zero", Zeros(random, type, perAxis ? [count] : []));
        return builder.Node("QuantizeLinear", "x scale zero", "q", ("axis", axis)).Node("DequantizeLinear", "q scale zero", "y", ("axis", axis));
    });

    [Fact]
    public void Blocks_of_scales() => Each(0, random =>
    {
        int block = random.Next(2, 5);
        int axis = random.Next(2);
        int[] scales = axis == 0 ? [(7 + block - 1) / block, 6] : [7, (6 + block - 1) / block];
        return new ModelBuilder(21).Input("x", 7, 6).Output("y")
            .Constant("scale", Scales(random, scales, 0.01f))
            .Constant("zero", Zeros(random, "s8", scales))
            .Node("QuantizeLinear", "x scale zero", "q", ("axis", axis), ("block_size", block))
            .Node("DequantizeLinear", "q scale zero", "y", ("axis", axis), ("block_size", block));
    });

    [Fact]
    public void Numbers_of_four_bits() => Each(0, random =>
    {
        DataType type = Pick(random, DataType.Int4, DataType.Uint4);
        ModelBuilder builder = new ModelBuilder(21).Input("x", 5, 3).Output("y").Constant("scale", Scales(random, [], 0.1f)).Constant("scales", Scales(random, [3, 3], 0.1f));
        builder.Model.Graph.Initializer.Add(FourBits(random, "zero", type));
        builder.Model.Graph.Initializer.Add(FourBits(random, "w", type, 5, 3));
        return builder
            .Node("QuantizeLinear", "x scale zero", "q").Node("DequantizeLinear", "q scale zero", "d")
            .Node("DequantizeLinear", "w scales", "wd", ("axis", 0), ("block_size", 2)).Node("Add", "d wd", "y");
    });

    [Fact]
    public void Dynamic_range() => Each(0, random => new ModelBuilder(13).Input("x", 3, random.Next(1, 40)).Output("y")
        .Node("DynamicQuantizeLinear", "x", "q s z").Node("DequantizeLinear", "q s z", "y"));

    [Fact]
    public void Products_of_integers() => Each(0, random =>
    {
        int m = random.Next(1, 5), k = random.Next(1, 9), n = random.Next(1, 7);
        string weights = Pick(random, "u8", "s8");
        bool perColumn = random.Next(2) == 0;
        ModelBuilder builder = Bytes(new ModelBuilder(13).Input("x", 2, m, k), "u8", random).Output("y")
            .Constant("w", Codes(random, weights, k, n))
            .Constant("wz", Zeros(random, weights, perColumn ? [n] : []));
        return builder.Node("MatMulInteger", "xq w xz wz", "sums").Node("Cast", "sums", "y", ("to", ToFloat));
    });

    [Fact]
    public void Convolutions_of_integers() => Each(0, random =>
    {
        int rank = random.Next(1, 3);
        int group = random.Next(1, 3);
        ModelBuilder builder = Bytes(new ModelBuilder(13).Input("x", [1, group * 2, .. Enumerable.Range(0, rank).Select(_ => (object)random.Next(5, 9))]), "u8", random).Output("y")
            .Constant("w", Codes(random, "u8", [group * 3, 2, .. Enumerable.Range(0, rank).Select(_ => random.Next(1, 4))]))
            .Constant("wz", Zeros(random, "u8", []));
        int[] pads = [.. Enumerable.Range(0, 2 * rank).Select(_ => random.Next(0, 3))];
        int[] strides = [.. Enumerable.Range(0, rank).Select(_ => random.Next(1, 3))];
        return builder.Node("ConvInteger", "xq w xz wz", "sums", ("group", group), ("pads", pads), ("strides", strides)).Node("Cast", "sums", "y", ("to", ToFloat));
    });

    [Theory]
    [InlineData("u8", "u8")]
    [InlineData("u8", "s8")]
    [InlineData("s8", "s8")]
    public void Quantized_convolutions(string activations, string weights) => Each(1, random =>
    {
        int group = Pick(random, 1, 2, 4);
        bool perChannel = weights == "s8" && random.Next(2) == 0;
        int outputs = group * 3;
        ModelBuilder builder = Bytes(new ModelBuilder(13).Input("x", 2, group * 2, 7, 6), activations, random).Output("y")
            .Constant("w", Codes(random, weights, outputs, 2, 3, 3))
            .Constant("ws", Scales(random, perChannel ? [outputs] : [], 0.01f))
            .Constant("wz", weights == "s8" ? Tensor.Zeros(Plan.ElementType.Int8, perChannel ? [outputs] : []) : Zeros(random, weights, []))
            .Constant("ys", Scales(random, [], 0.05f))
            .Constant("yz", Zeros(random, activations, []))
            .Constant("b", Tensor.Create([outputs], [.. Enumerable.Range(0, outputs).Select(_ => random.Next(-2000, 2000))]));
        return builder
            .Node("QLinearConv", "xq xs xz w ws wz ys yz" + Pick(random, "", " b"), "q", ("group", group), ("pads", new[] { 1, 0, 1, 2 }), ("strides", new[] { 1, 2 }))
            .Node("DequantizeLinear", "q ys yz", "y");
    });

    [Theory]
    [InlineData("u8", "u8")]
    [InlineData("u8", "s8")]
    [InlineData("s8", "s8")]
    public void Quantized_products(string activations, string weights) => Each(1, random =>
    {
        int m = random.Next(1, 5), k = random.Next(1, 30), n = random.Next(1, 9);
        bool perColumn = weights == "s8" && random.Next(2) == 0;
        return Bytes(new ModelBuilder(13).Input("x", 2, m, k), activations, random).Output("y")
            .Constant("w", Codes(random, weights, k, n))
            .Constant("ws", Scales(random, perColumn ? [n] : [], 0.01f))
            .Constant("wz", weights == "s8" ? Tensor.Zeros(Plan.ElementType.Int8, perColumn ? [n] : []) : Zeros(random, weights, []))
            .Constant("ys", Scales(random, [], 0.05f))
            .Constant("yz", Zeros(random, activations, []))
            .Node("QLinearMatMul", "xq xs xz w ws wz ys yz", "q").Node("DequantizeLinear", "q ys yz", "y");
    });

    [Fact]
    public void Operators_of_onnx_runtime_on_quantized_tensors() => Each(1, random =>
    {
        string type = Pick(random, "u8", "s8");
        ModelBuilder builder = Bytes(Bytes(new ModelBuilder(13).Input("x", 1, 4, 6, 6).Input("a", 1, 4, 6, 6), type, random), type, random, "a").Output("y")
            .Constant("ys", Scales(random, [], 0.01f))
            .Constant("yz", Zeros(random, type, []));
        _ = random.Next(7) switch
        {
            0 => builder.Node("QLinearAdd", "xq xs xz aq as az ys yz", "q"),
            1 => builder.Node("QLinearMul", "xq xs xz aq as az ys yz", "q"),
            2 => builder.Node("QLinearConcat", "ys yz xq xs xz aq as az", "q", ("axis", 1)),
            3 => builder.Node("QLinearGlobalAveragePool", "xq xs xz ys yz", "q"),
            4 => builder.Node("QLinearAveragePool", "xq xs xz ys yz", "q", ("kernel_shape", new[] { 3, 3 }), ("pads", new[] { 1, 1, 1, 1 }), ("count_include_pad", random.Next(2))),
            5 => builder.Node("QLinearLeakyRelu", "xq xs xz ys yz", "q", ("alpha", 0.1f)),
            _ => builder.Node("QLinearSigmoid", "xq xs xz ys yz", "q"),
        };
        return Microsoft(builder).Node("DequantizeLinear", "q ys yz", "y");
    });

    [Fact]
    public void Quantized_softmax() => Each(1, random => Microsoft(Bytes(new ModelBuilder(13).Input("x", 3, 9), "u8", random).Output("y")
        .Constant("ys", Tensor.Create([], [1 / 256f])).Constant("yz", Tensor.Zeros(Plan.ElementType.UInt8, []))
        .Node("QLinearSoftmax", "xq xs xz ys yz", "q", ("axis", -1), ("opset", 13))).Node("DequantizeLinear", "q ys yz", "y"));

    [Fact]
    public void Quantized_gemm() => Each(1, random =>
    {
        int transA = random.Next(2), transB = random.Next(2);
        int m = random.Next(1, 5), k = random.Next(1, 9), n = random.Next(1, 7);
        string weights = Pick(random, "s8", "u8");
        ModelBuilder builder = Bytes(new ModelBuilder(13).Input("x", transA == 0 ? [m, k] : [k, m]), "u8", random).Output("y")
            .Constant("w", transB == 0 ? Codes(random, weights, k, n) : Codes(random, weights, n, k))
            .Constant("ws", Scales(random, [], 0.01f))
            .Constant("wz", Zeros(random, weights, []))
            .Constant("ys", Scales(random, [], 0.05f))
            .Constant("yz", Zeros(random, "u8", []))
            .Constant("c", Tensor.Create([n], [.. Enumerable.Range(0, n).Select(_ => random.Next(-500, 500))]));
        (string, object)[] attributes = [("transA", transA), ("transB", transB), ("alpha", Pick(random, 1f, 0.5f))];
        return random.Next(2) == 0
            ? Microsoft(builder.Node("QGemm", "xq xs xz w ws wz c ys yz", "q", attributes)).Node("DequantizeLinear", "q ys yz", "y")
            : Microsoft(builder.Node("QGemm", "xq xs xz w ws wz c", "y", attributes));
    });

    [Fact]
    public void Products_with_float_results() => Each(0.001, random =>
    {
        int m = random.Next(1, 5), k = random.Next(1, 9), n = random.Next(1, 7);
        string bias = Pick(random, "", " b");
        ModelBuilder builder = Bytes(new ModelBuilder(13).Input("x", m, k), "u8", random).Output("y")
            .Constant("w", Codes(random, "s8", k, n))
            .Constant("ws", Scales(random, random.Next(2) == 0 ? [] : [n], 0.01f))
            .Constant("wz", Tensor.Zeros(Plan.ElementType.Int8, []))
            .Constant("b", ModelBuilder.Random(random, n));
        return Microsoft(random.Next(2) == 0
            ? builder.Node("MatMulIntegerToFloat", "xq w xs ws xz wz" + bias, "y")
            : builder.Node("DynamicQuantizeMatMul", $"x w ws wz{bias}", "y"));
    });

    [Fact]
    public void Fused_float_layers() => Each(0.001, random =>
    {
        string activation = Pick(random, "Relu", "LeakyRelu", "Sigmoid", "Tanh");
        ModelBuilder builder = new ModelBuilder(13).Output("y");
        return random.Next(3) switch
        {
            0 => Microsoft(builder.Input("x", 1, 4, 6, 6).Constant("w", ModelBuilder.Random(random, 3, 4, 3, 3)).Constant("b", ModelBuilder.Random(random, 3))
                .Node("FusedConv", "x w b", "y", ("activation", activation), ("activation_params", activation == "LeakyRelu" ? new[] { 0.1f } : []))),
            1 => Microsoft(builder.Input("x", 3, 4).Constant("w", ModelBuilder.Random(random, 4, 5)).Constant("b", ModelBuilder.Random(random, 5))
                .Node("FusedGemm", "x w b", "y", ("activation", activation), ("activation_alpha", 0.1f))),
            _ => Microsoft(builder.Input("x", 2, 3, 4).Input("b", 2, 3, 4)
                .Node("FusedMatMul", "x b", "y", ("alpha", 0.5f), random.Next(2) == 0 ? ("transA", 1) : ("transB", 1))),
        };
    });

    // The float input, quantized: "x" becomes "xq" with the scale "xs" and the zero point "xz".
    private static ModelBuilder Bytes(ModelBuilder builder, string type, Random random, string input = "x") => builder
        .Constant(input + "s", Scales(random, [], 0.01f))
        .Constant(input + "z", Zeros(random, type, []))
        .Node("QuantizeLinear", $"{input} {input}s {input}z", input + "q");

    // The last node is one of ONNX Runtime's.
    private static ModelBuilder Microsoft(ModelBuilder builder)
    {
        builder.Model.Graph.Node[^1].Domain = "com.microsoft";
        builder.Model.OpsetImport.Add(new OperatorSetIdProto { Domain = "com.microsoft", Version = 1 });
        return builder;
    }

    private static Tensor Scales(Random random, int[] shape, float size) =>
        Tensor.Create([.. shape], [.. Enumerable.Range(0, ShapeArithmetic.Length(shape)).Select(_ => size * (0.5f + random.NextSingle()))]);

    // Around the middle of the type's range.
    private static Tensor Zeros(Random random, string type, int[] shape)
    {
        int[] values = [.. Enumerable.Range(0, ShapeArithmetic.Length(shape)).Select(_ => random.Next(-20, 20))];
        return type switch
        {
            "u8" => Tensor.Create([.. shape], Array.ConvertAll(values, value => (byte)(128 + value))),
            "s8" => Tensor.Create([.. shape], Array.ConvertAll(values, value => (sbyte)value)),
            "u16" => Tensor.Create([.. shape], Array.ConvertAll(values, value => (ushort)(32768 + value))),
            _ => Tensor.Create([.. shape], Array.ConvertAll(values, value => (short)value)),
        };
    }

    private static Tensor Codes(Random random, string type, params int[] shape)
    {
        byte[] bytes = new byte[ShapeArithmetic.Length(shape)];
        random.NextBytes(bytes);
        return type == "u8" ? Tensor.Create([.. shape], bytes) : Tensor.Create([.. shape], Array.ConvertAll(bytes, value => unchecked((sbyte)value)));
    }

    // Two numbers a byte.
    private static TensorProto FourBits(Random random, string name, DataType type, params int[] shape)
    {
        byte[] bytes = new byte[(ShapeArithmetic.Length(shape) + 1) / 2];
        random.NextBytes(bytes);
        if (shape.Aggregate(1, (a, b) => a * b) % 2 == 1)
        {
            bytes[^1] &= 15;
        }

        var tensor = new TensorProto { Name = name, DataType = type, RawData = Google.Protobuf.ByteString.CopyFrom(bytes) };
        tensor.Dims.AddRange(shape.Select(extent => (long)extent));
        return tensor;
    }

    private static T Pick<T>(Random random, params T[] choices) => choices[random.Next(choices.Length)];

    // A tolerance of 1 is a step of the result's scale, which the order of roundings may cost.
    private static void Each(double tolerance, Func<Random, ModelBuilder> build)
    {
        for (int seed = 0; seed < Seeds; seed++)
        {
            var random = new Random(seed);
            ModelBuilder builder = build(random);
            var inputs = builder.Model.Graph.Input.ToDictionary(
                input => input.Name,
                input => ModelBuilder.Random(random, [.. input.Type.TensorType.Shape.Dim.Select(dim => (int)dim.DimValue)]),
                StringComparer.Ordinal);
            try
            {
                Tensor expected = OnnxRuntimeOracle.Run(builder.ToBytes(), inputs)["y"];
                Tensor actual = ReferenceEvaluator.Run(builder.Normalize(), inputs)["y"];
                Assert.Equal(expected.Shape.ToArray(), actual.Shape.ToArray());
                float step = builder.Model.Graph.Initializer.FirstOrDefault(tensor => tensor.Name == "ys") is { } scale && tolerance == 1
                    ? System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(scale.RawData.Span)[0] * 1.001f
                    : (float)tolerance;
                float[] x = expected.ToFloat();
                float[] y = actual.ToFloat();
                for (int i = 0; i < x.Length; i++)
                {
                    Assert.True(Math.Abs(x[i] - y[i]) <= step, $"Element {i} is {y[i]} instead of {x[i]}.");
                }
            }
            catch (Exception e)
            {
                Assert.Fail($"Seed {seed}, {builder.Model.Graph.Node}: {e}");
            }
        }
    }
}
