using ModelCodegen.Compiler.Export;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Normalize;
using ModelCodegen.Compiler.Reference;

namespace ModelCodegen.Compiler.Tests.Reference;

/// <summary>Random models of one or a few operators: import, normalization, fusion, reference and export against ONNX Runtime.</summary>
public sealed class OperatorOracleTests
{
    private const int Seeds = 40;

    private static readonly int[] Opsets = [7, 8, 9, 10, 11, 12, 13, 15, 17, 18, 19, 21];

    [Fact]
    public void Conv_2d() => Each(random =>
    {
        int group = Pick(random, 1, 1, 2, 3, 8);
        int inputs = group * random.Next(1, 4);
        int outputs = group * random.Next(1, 12);
        int[] kernel = [random.Next(1, 5), random.Next(1, 5)];
        ModelBuilder builder = Model(random)
            .Input("x", random.Next(1, 3), inputs, random.Next(10, 20), random.Next(10, 20))
            .Constant("w", ModelBuilder.Random(random, outputs, inputs / group, kernel[0], kernel[1]))
            .Constant("b", ModelBuilder.Random(random, outputs))
            .Output("y");
        return builder.Node("Conv", random.Next(2) == 0 ? "x w" : "x w b", "y", [("group", group), .. Window(random, kernel, 2, dilations: true)]);
    });

    [Fact]
    public void Conv_depthwise() => Each(random =>
    {
        int channels = random.Next(1, 20);
        int stride = random.Next(1, 3);
        return Model(random)
            .Input("x", 1, channels, random.Next(5, 30), random.Next(5, 30))
            .Constant("w", ModelBuilder.Random(random, channels, 1, 3, 3))
            .Constant("b", ModelBuilder.Random(random, channels))
            .Node("Conv", "x w b", "y", ("group", channels), ("strides", new[] { stride, stride }), ("pads", new[] { 1, 1, 1, 1 }))
            .Output("y");
    });

    [Fact]
    public void Conv_1d() => Each(random =>
    {
        int group = Pick(random, 1, 2, 4);
        int[] kernel = [random.Next(1, 6)];
        return Model(random)
            .Input("x", random.Next(1, 3), group * 2, random.Next(16, 40))
            .Constant("w", ModelBuilder.Random(random, group * 5, 2, kernel[0]))
            .Node("Conv", "x w", "y", [("group", group), .. Window(random, kernel, 1, dilations: true)])
            .Output("y");
    });

    [Fact]
    public void MaxPool() => Each(random =>
    {
        int rank = random.Next(1, 3);
        ModelBuilder builder = Model(random);
        int[] kernel = [.. Enumerable.Range(0, rank).Select(_ => random.Next(1, 4))];
        List<(string, object)> attributes = [("kernel_shape", kernel), .. Window(random, kernel, rank, dilations: Opset(builder) >= 10, smallPads: true)];
        if (Opset(builder) >= 10)
        {
            attributes.Add(("ceil_mode", random.Next(2)));
        }

        return builder.Input("x", [1, 3, .. Enumerable.Range(0, rank).Select(_ => (object)random.Next(8, 16))]).Node("MaxPool", "x", "y", [.. attributes]).Output("y");
    });

    [Fact]
    public void AveragePool() => Each(random =>
    {
        int rank = random.Next(1, 3);
        ModelBuilder builder = Model(random);
        int[] kernel = [.. Enumerable.Range(0, rank).Select(_ => random.Next(1, 4))];
        int include = random.Next(2);
        List<(string, object)> attributes = [("kernel_shape", kernel), ("count_include_pad", include), .. Window(random, kernel, rank, dilations: Opset(builder) >= 19, smallPads: true)];
        if (Opset(builder) >= 10 && include == 0)
        {
            attributes.Add(("ceil_mode", random.Next(2)));
        }

        return builder.Input("x", [2, 3, .. Enumerable.Range(0, rank).Select(_ => (object)random.Next(8, 16))]).Node("AveragePool", "x", "y", [.. attributes]).Output("y");
    });

    [Fact]
    public void Global_pools() => Each(random => Model(random)
        .Input("x", 2, 3, random.Next(1, 9), random.Next(1, 9))
        .Node(Pick(random, "GlobalAveragePool", "GlobalMaxPool"), "x", "y")
        .Output("y"));

    [Fact]
    public void Gemm() => Each(random =>
    {
        int m = random.Next(1, 6), n = random.Next(1, 40), k = random.Next(1, 30);
        int transA = random.Next(2), transB = random.Next(2);
        ModelBuilder builder = Model(random).Input("a", transA == 0 ? [m, k] : [k, m]).Output("y");
        Tensor b = transB == 0 ? ModelBuilder.Random(random, k, n) : ModelBuilder.Random(random, n, k);
        int[] c = Pick<int[]>(random, [n], [1, n], [m, n], [m, 1], [1], []);
        builder = random.Next(4) == 0 ? builder.Input("b", transB == 0 ? [k, n] : [n, k]) : builder.Constant("b", b);
        builder = random.Next(4) == 0 ? builder.Input("c", [.. c.Select(extent => (object)extent)]) : builder.Constant("c", ModelBuilder.Random(random, c));
        return builder.Node("Gemm", "a b c", "y", ("transA", transA), ("transB", transB), ("alpha", Pick(random, 1f, 0.5f)), ("beta", Pick(random, 1f, -2f)));
    });

    [Fact]
    public void MatMul_and_bias() => Each(random =>
    {
        int m = random.Next(1, 6), n = random.Next(1, 20), k = random.Next(1, 30);
        object[] a = Pick<object[]>(random, [m, k], [2, m, k], [2, 3, m, k]);
        ModelBuilder builder = Model(random).Input("a", a).Output("y").Constant("c", ModelBuilder.Random(random, Pick<int[]>(random, [n], [1, n], [1], [m, 1])));
        builder = random.Next(2) == 0 ? builder.Input("b", Pick<object[]>(random, [k, n], [2, 1, k, n])) : builder.Constant("b", ModelBuilder.Random(random, k, n));
        return builder.Node("MatMul", "a b", "t").Node("Add", random.Next(2) == 0 ? "t c" : "c t", "y");
    });

    [Fact]
    public void MatMul_with_vectors() => Each(random => random.Next(2) == 0
        ? Model(random).Input("a", 5).Constant("b", ModelBuilder.Random(random, 5, 7)).Node("MatMul", "a b", "y").Output("y")
        : Model(random).Input("a", 3, 4, 5).Constant("b", ModelBuilder.Random(random, 5)).Node("MatMul", "a b", "y").Output("y"));

    [Fact]
    public void Unary_functions() => Each(random =>
    {
        ModelBuilder builder = Model(random).Input("x", 3, 50).Output("y");
        (string Op, (string, object)[] Attributes) choice = Pick<(string, (string, object)[])>(
            random,
            ("Relu", []),
            ("Sigmoid", []),
            ("Tanh", []),
            ("Exp", []),
            ("LeakyRelu", [("alpha", 0.2f)]),
            ("HardSigmoid", [("alpha", 0.3f), ("beta", 0.4f)]),
            (Opset(builder) >= 14 ? "HardSwish" : "Relu", []));
        return builder.Constant("f", Tensor.Floats(8f)).Node("Mul", "x f", "t").Node(choice.Op, "t", "y", choice.Attributes);
    });

    [Fact]
    public void Clip() => Each(random =>
    {
        ModelBuilder builder = Model(random).Input("x", 3, 50).Output("y");
        return Opset(builder) < 11
            ? builder.Node("Clip", "x", "y", Pick<(string, object)[]>(random, [("min", -0.5f), ("max", 0.25f)], [("max", 0.1f)], []))
            : builder.Constant("low", Tensor.Create([], [-0.5f])).Constant("high", Tensor.Create([], [0.25f])).Node("Clip", Pick(random, "x low high", "x - high", "x low", "x"), "y");
    });

    [Fact]
    public void Binary_functions() => Each(random =>
    {
        object[] a = Pick<object[]>(random, [2, 3, 4, 5], [3, 1, 5], [1], [2, 1, 1, 1]);
        int[] b = Pick<int[]>(random, [2, 3, 4, 5], [4, 1], [5], [], [1, 3, 1, 1]);
        ModelBuilder builder = Model(random).Input("a", a).Output("y");
        builder = random.Next(2) == 0 ? builder.Input("b", [.. b.Select(extent => (object)extent)]) : builder.Constant("b", ModelBuilder.Random(random, b));
        string op = Opset(builder) >= 8 ? Pick(random, "Add", "Sub", "Mul", "Div", "Min", "Max") : Pick(random, "Add", "Sub", "Mul", "Div");
        return builder.Node(op, random.Next(2) == 0 ? "a b" : "b a", "y");
    });

    [Fact]
    public void Variadic_functions() => Each(random => Model(random, minimum: 8)
        .Input("a", 2, 3).Input("b", 3).Input("c", 2, 1)
        .Node(Pick(random, "Min", "Max", "Sum"), Pick(random, "a b c", "c a", "a"), "y")
        .Output("y"));

    [Fact]
    public void BatchNormalization() => Each(random =>
    {
        int channels = random.Next(1, 9);
        int rank = random.Next(2, 5);
        Tensor variance = Tensor.Create([channels], [.. Enumerable.Range(0, channels).Select(_ => random.NextSingle() + 0.1f)]);
        ModelBuilder builder = Model(random).Input("x", [2, channels, .. Enumerable.Repeat((object)5, rank - 2)]).Output("y");
        foreach (string name in new[] { "scale", "bias", "mean" })
        {
            builder.Constant(name, ModelBuilder.Random(random, channels));
        }

        return builder.Constant("var", variance).Node("BatchNormalization", "x scale bias mean var", "y", ("epsilon", 1e-3f));
    });

    [Fact]
    public void Concat() => Each(random =>
    {
        int axis = random.Next(4);
        ModelBuilder builder = Model(random).Output("y").Constant("c", ModelBuilder.Random(random, 2, 3, 4, 5));
        object[] shape = [2, 3, 4, 5];
        object[] other = [.. shape];
        other[axis] = 7;
        return builder.Input("a", shape).Input("b", other).Node("Concat", "a c b", "y", ("axis", Opset(builder) >= 11 && random.Next(2) == 0 ? axis - 4 : axis));
    });

    [Fact]
    public void Pad() => Each(random =>
    {
        ModelBuilder builder = Model(random).Input("x", 2, 3, 6, 7).Output("y");
        string mode = Pick(random, "constant", "reflect", "edge");
        int[] pads = [.. Enumerable.Range(0, 8).Select(i => i % 4 < 2 && mode != "constant" ? 0 : random.Next(mode == "constant" ? -1 : 0, 4))];
        return Opset(builder) < 11
            ? builder.Node("Pad", "x", "y", ("mode", mode), ("pads", pads), ("value", 0.5f))
            : builder.Constant("pads", [.. pads.Select(pad => (long)pad)]).Constant("value", Tensor.Create([], [0.5f])).Node("Pad", Pick(random, "x pads value", "x pads"), "y", ("mode", mode));
    });

    [Fact]
    public void Transpose() => Each(random =>
    {
        int[] permutation = [0, 1, 2, 3];
        random.Shuffle(permutation);
        return Model(random).Input("x", 2, 3, 4, 5).Node("Transpose", "x", "y", Pick<(string, object)[]>(random, [("perm", permutation)], [])).Output("y");
    });

    [Fact]
    public void Softmax() => Each(random => Model(random)
        .Input("x", 2, 3, 4, 5)
        .Node("Softmax", "x", "y", Pick<(string, object)[]>(random, [("axis", random.Next(4))], []))
        .Output("y"));

    [Fact]
    public void Reshapes() => Each(random =>
    {
        ModelBuilder builder = Model(random).Input("x", 2, 3, 1, 4, 1).Output("y");
        bool inputs = Opset(builder) >= 13;
        builder.Constant("shape", Pick<long[]>(random, [0, -1], [6, 4], [-1], [2, 3, 4], [0, 0, 2, -1])).Constant("axes", 2, 4).Constant("axis", 2).Constant("more", 0, 3);
        return random.Next(4) switch
        {
            0 => builder.Node("Reshape", "x shape", "y"),
            1 => builder.Node("Flatten", "x", "y", ("axis", random.Next(6))),
            2 => inputs
                ? builder.Node("Squeeze", Pick(random, "x", "x axes", "x axis"), "y")
                : builder.Node("Squeeze", "x", "y", Pick<(string, object)[]>(random, [], [("axes", new[] { 2, 4 })])),
            _ => inputs ? builder.Node("Unsqueeze", "x more", "y") : builder.Node("Unsqueeze", "x", "y", ("axes", new[] { 0, 3 })),
        };
    });

    [Fact]
    public void ReduceMean_over_space() => Each(random =>
    {
        ModelBuilder builder = Model(random).Input("x", 2, 3, 4, 5).Output("y").Constant("axes", 2, 3);
        (string, object) keep = ("keepdims", random.Next(2));
        return Opset(builder) >= 18 ? builder.Node("ReduceMean", "x axes", "y", keep) : builder.Node("ReduceMean", "x", "y", ("axes", new[] { 2, 3 }), keep);
    });

    [Fact]
    public void Blocks_that_fuse() => Each(random =>
    {
        int inputs = random.Next(1, 6), outputs = random.Next(1, 20);
        ModelBuilder builder = Model(random, minimum: 14)
            .Input("x", 1, inputs, 9, 9)
            .Output("y")
            .Constant("w", ModelBuilder.Random(random, outputs, inputs, 3, 3))
            .Constant("b", ModelBuilder.Random(random, outputs))
            .Constant("var", Tensor.Create([outputs], [.. Enumerable.Range(0, outputs).Select(_ => random.NextSingle() + 0.1f)]))
            .Constant("three", Tensor.Floats(3)).Constant("six", Tensor.Floats(6)).Constant("zero", Tensor.Floats(0)).Constant("sixth", Tensor.Floats(1f / 6))
            .Constant("k", ModelBuilder.Random(random, outputs, 1, 1)).Constant("low", Tensor.Create([], [0f])).Constant("high", Tensor.Create([], [6f]));
        foreach (string name in new[] { "scale", "bias", "mean" })
        {
            builder.Constant(name, ModelBuilder.Random(random, outputs));
        }

        builder.Node(Pick(random, "Mul", "Div"), "x three", "s").Node("Conv", Pick(random, "s w", "s w b"), "c", ("pads", new[] { 1, 1, 1, 1 }));
        string next = Pick(random, "bn", "c", "affine");
        if (next == "bn")
        {
            builder.Node("BatchNormalization", "c scale bias mean var", "bn");
        }
        else if (next == "affine")
        {
            builder.Node("Mul", "k c", "m").Node(Pick(random, "Add", "Sub"), Pick(random, "m k", "k m"), "affine");
        }

        return random.Next(8) switch
        {
            0 => builder.Node("Relu", next, "y"),
            1 => builder.Node("Sigmoid", next, "g").Node("Mul", $"{next} g", "y"),
            2 => builder.Node("Add", $"{next} three", "p").Node("Clip", "p low high", "q").Node("Mul", $"{next} q", "r").Node("Div", "r six", "y"),
            3 => builder.Node("Add", $"{next} three", "p").Node("Clip", "p low high", "q").Node("Div", "q six", "r").Node("Mul", $"r {next}", "y"),
            4 => builder.Node("Add", $"three {next}", "p").Node("Max", "p zero", "m1").Node("Min", "m1 six", "q").Node("Mul", "q sixth", "r").Node("Mul", $"r {next}", "y"),
            5 => builder.Node("HardSigmoid", next, "g", ("alpha", 1f / 6)).Node("Mul", $"{next} g", "y"),
            6 => builder.Node("Clip", $"{next} low high", "q").Node("Add", $"q {next}", "y"),
            _ => builder.Node("MaxPool", next, "p", ("kernel_shape", new[] { 2, 2 })).Node("LeakyRelu", "p", "y"),
        };
    });

    [Fact]
    public void Shape_chains() => Each(random => Model(random, minimum: 13)
        .Input("x", 2, 3, 4, 4)
        .Output("y")
        .Constant("zero", Tensor.Create([], [0L])).Constant("axes", 0).Constant("rest", -1).Constant("from", 1).Constant("to", 3)
        .Node("Shape", "x", "shape").Node("Gather", "shape zero", "batch").Node("Cast", "batch", "b32", ("to", 6)).Node("Cast", "b32", "b64", ("to", 7))
        .Node("Unsqueeze", "b64 axes", "b1").Node("Slice", "shape from to", "middle").Node("Concat", "b1 middle rest", "target", ("axis", 0))
        .Node("Reshape", "x target", "y"));

    private static ModelBuilder Model(Random random, int minimum = 7) => new ModelBuilder(Pick(random, [.. Opsets.Where(opset => opset >= minimum)]));

    private static int Opset(ModelBuilder builder) => (int)builder.Model.OpsetImport[0].Version;

    private static T Pick<T>(Random random, params T[] choices) => choices[random.Next(choices.Length)];

    private static (string, object)[] Window(Random random, int[] kernel, int rank, bool dilations, bool smallPads = false)
    {
        int[] strides = [.. Enumerable.Range(0, rank).Select(_ => random.Next(1, 4))];
        int[] pads = [.. Enumerable.Range(0, 2 * rank).Select(i => random.Next(0, smallPads ? kernel[i % rank] : 4))];
        int[] dilation = [.. Enumerable.Range(0, rank).Select(_ => random.Next(1, 3))];
        (string, object) padding = random.Next(4) switch
        {
            0 => ("auto_pad", "VALID"),
            1 => ("auto_pad", Pick(random, "SAME_UPPER", "SAME_LOWER")),
            _ => ("pads", pads),
        };
        bool dilated = dilations && padding.Item1 == "pads" && random.Next(2) == 0;
        return dilated ? [("strides", strides), padding, ("dilations", dilation)] : [("strides", strides), padding];
    }

    private static void Each(Func<Random, ModelBuilder> build)
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
                Graph normalized = builder.Normalize();
                AssertClose(expected, ReferenceEvaluator.Run(normalized, inputs)["y"]);
                Graph fused = Normalizer.Fuse(normalized);
                AssertClose(expected, ReferenceEvaluator.Run(fused, inputs)["y"]);
                AssertClose(expected, OnnxRuntimeOracle.Run(QdqExporter.Export(fused), inputs)["y"]);
            }
            catch (Exception e)
            {
                Assert.Fail($"Seed {seed}, opset {Opset(builder)}, {builder.Model.Graph.Node}: {e}");
            }
        }
    }

    private static void AssertClose(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.Shape.ToArray(), actual.Shape.ToArray());
        float[] x = expected.ToFloat();
        float[] y = actual.ToFloat();
        float largest = x.Max(Math.Abs);
        for (int i = 0; i < x.Length; i++)
        {
            Assert.True(Math.Abs(x[i] - y[i]) <= 1e-5f * largest, $"Element {i} is {y[i]} instead of {x[i]}.");
        }
    }
}
