using ModelCodegen.Compiler.Import;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Plan;
using DataType = ModelCodegen.Compiler.Import.Protobuf.TensorProto.Types.DataType;

namespace ModelCodegen.Compiler.Tests.Reference;

/// <summary>Operators of the family Windows against ONNX Runtime.</summary>
public sealed class WindowOracleTests
{
    [Fact]
    public void MaxPool_with_indices() => KernelOracle.Each(random =>
    {
        int rank = random.Next(1, 4);
        int[] kernel = Kernel(random, rank);
        ModelBuilder builder = Model(random, [10, 11, 12, 19])
            .Input("x", Shape(random, rank, 2, 3))
            .Node("MaxPool", "x", "y i", [("kernel_shape", kernel), ("storage_order", random.Next(2)), ("ceil_mode", random.Next(2)), .. Window(random, kernel, dilated: true)])
            .Output("y", "i");
        builder.Model.Graph.Output[1].Type.TensorType.ElemType = DataType.Int64;
        return builder;
    });

    [Fact]
    public void MaxPool_of_bytes() => KernelOracle.Each(random =>
    {
        int rank = random.Next(1, 4);
        int[] kernel = Kernel(random, rank);
        DataType type = KernelOracle.Pick(random, DataType.Uint8, DataType.Int8, DataType.Double);
        ModelBuilder builder = Model(random, [12, 19])
            .Input("x", type, Shape(random, rank, 2, 3))
            .Node("MaxPool", "x", "y", [("kernel_shape", kernel), .. Window(random, kernel, dilated: true)])
            .Output("y");
        builder.Model.Graph.Output[0].Type.TensorType.ElemType = type;
        return builder;
    });

    [Fact]
    public void Pools_3d() => KernelOracle.Each(random =>
    {
        string op = KernelOracle.Pick(random, "MaxPool", "AveragePool", "LpPool");
        int[] kernel = Kernel(random, 3);
        List<(string, object)> attributes = [("kernel_shape", kernel), .. Window(random, kernel, dilated: false)];
        if (op == "AveragePool")
        {
            attributes.Add(("count_include_pad", random.Next(2)));
        }

        return Model(random, [11, 18, 19]).Input("x", Shape(random, 3, 2, 3)).Node(op, "x", "y", [.. attributes]).Output("y");
    });

    [Fact]
    public void AveragePool_rounding_up() => KernelOracle.Each(random =>
    {
        int rank = random.Next(1, 4);
        int[] kernel = Kernel(random, rank);
        return Model(random, [19, 22])
            .Input("x", Shape(random, rank, 2, 3))
            .Node(
                "AveragePool",
                "x",
                "y",
                [("kernel_shape", kernel), ("ceil_mode", 1), ("count_include_pad", random.Next(2)), .. Window(random, kernel, dilated: true)])
            .Output("y");
    });

    [Fact]
    public void LpPool() => KernelOracle.Each(random =>
    {
        int rank = random.Next(1, 4);
        int[] kernel = Kernel(random, rank);
        int opset = KernelOracle.Pick(random, 11, 18, 22);
        return new ModelBuilder(opset)
            .Input("x", Shape(random, rank, 2, 3))
            .Node("LpPool", "x", "y", [("kernel_shape", kernel), ("p", random.Next(1, 4)), .. Window(random, kernel, dilated: opset >= 18)])
            .Output("y");
    });

    [Fact]
    public void Global_pools() => KernelOracle.Each(random => Model(random, [11, 18])
        .Input("x", Shape(random, random.Next(1, 4), 2, 3))
        .Node(KernelOracle.Pick(random, "GlobalLpPool", "GlobalAveragePool", "GlobalMaxPool"), "x", "y")
        .Output("y"));

    [Fact]
    public void ConvTranspose() => KernelOracle.Each(random =>
    {
        int rank = random.Next(1, 4);
        int group = KernelOracle.Pick(random, 1, 1, 2);
        int outputs = random.Next(1, 4);
        int inputs = group * random.Next(1, 4);
        int[] kernel = [.. Enumerable.Range(0, rank).Select(_ => random.Next(1, 6))];
        int[] strides = [.. kernel.Select(_ => random.Next(1, 4))];
        int[] dilations = [.. kernel.Select(_ => KernelOracle.Pick(random, 1, 1, 2, 3))];
        int[] added = [.. strides.Select(stride => random.Next(stride))];
        int[] pads = [.. Enumerable.Range(0, 2 * rank).Select(i => random.Next(Math.Min(kernel[i % rank], 4)))];
        List<(string, object)> attributes = [("strides", strides), ("dilations", dilations), ("group", group)];
        object[] shape = [random.Next(1, 3), inputs, .. kernel.Select(_ => (object)random.Next(4, 8))];
        switch (random.Next(4))
        {
            case 0:
                attributes.Add(("auto_pad", KernelOracle.Pick(random, "SAME_UPPER", "SAME_LOWER", "VALID")));
                break;
            case 1:
                attributes.Add(("output_shape", kernel.Select((k, d) => (((int)shape[2 + d] - 1) * strides[d]) + ((k - 1) * dilations[d]) + 1 - random.Next(3)).Select(n => Math.Max(n, 1)).ToArray()));
                break;
            default:
                attributes.Add(("pads", pads));
                attributes.Add(("output_padding", added));
                break;
        }

        int[] weights = [inputs, outputs, .. kernel];
        ModelBuilder builder = Model(random, [1, 11, 22]).Input("x", shape).Constant("b", ModelBuilder.Random(random, group * outputs)).Output("y");
        builder = random.Next(3) == 0 ? builder.Input("w", [.. weights.Select(extent => (object)extent)]) : builder.Constant("w", ModelBuilder.Random(random, weights));
        return builder.Node("ConvTranspose", KernelOracle.Pick(random, "x w", "x w b"), "y", [.. attributes]);
    });

    [Fact]
    public void Conv_3d_and_with_computed_weights() => KernelOracle.Each(random =>
    {
        bool computed = random.Next(2) == 0;
        int rank = computed ? random.Next(1, 4) : 3;
        int group = KernelOracle.Pick(random, 1, 1, 2);
        int[] kernel = Kernel(random, rank);
        int[] weights = [group * 3, 2, .. kernel];
        ModelBuilder builder = Model(random, [1, 11, 22]).Input("x", Shape(random, rank, random.Next(1, 3), group * 2)).Output("y");
        builder = random.Next(2) == 0 ? builder.Input("b", group * 3) : builder.Constant("b", ModelBuilder.Random(random, group * 3));
        builder = computed ? builder.Input("w", [.. weights.Select(extent => (object)extent)]) : builder.Constant("w", ModelBuilder.Random(random, weights));
        return builder.Node("Conv", KernelOracle.Pick(random, "x w", "x w b"), "y", [("group", group), .. Window(random, kernel, dilated: true)]);
    });

    [Fact]
    public void Col2Im() => KernelOracle.Each(random =>
    {
        int[] image = [random.Next(5, 9), random.Next(5, 9)];
        int[] block = Kernel(random, 2);
        int[] strides = Kernel(random, 2);
        int[] dilations = [random.Next(1, 3), random.Next(1, 3)];
        int[] pads = [.. Enumerable.Range(0, 4).Select(_ => random.Next(2))];
        int windows = Enumerable.Range(0, 2).Select(d => ((image[d] + pads[d] + pads[2 + d] - ((block[d] - 1) * dilations[d]) - 1) / strides[d]) + 1).Aggregate((a, b) => a * b);
        return Model(random, [18])
            .Input("x", 2, 3 * block[0] * block[1], windows)
            .Constant("image", image[0], image[1])
            .Constant("block", block[0], block[1])
            .Node("Col2Im", "x image block", "y", ("strides", strides), ("dilations", dilations), ("pads", pads))
            .Output("y");
    });

    [Fact]
    public void MaxUnpool() => KernelOracle.Each(random =>
    {
        int rank = random.Next(1, 4);
        int[] kernel = Kernel(random, rank);
        object[] shape = Shape(random, rank, 2, 3);
        (string, object)[] window = [("kernel_shape", kernel), ("strides", kernel)];
        return Model(random, [11, 22])
            .Input("x", shape)
            .Constant("shape", [.. shape.Select(extent => (long)(int)extent)])
            .Node("MaxPool", "x", "p i", window)
            .Node("MaxUnpool", "p i shape", "y", window)
            .Output("y");
    });

    private static ModelBuilder Model(Random random, int[] opsets) => new(KernelOracle.Pick(random, opsets));

    private static object[] Shape(Random random, int rank, int batch, int channels) =>
        [batch, channels, .. Enumerable.Range(0, rank).Select(_ => (object)random.Next(6, 11))];

    private static int[] Kernel(Random random, int rank) => [.. Enumerable.Range(0, rank).Select(_ => random.Next(1, 4))];

    private static (string, object)[] Window(Random random, int[] kernel, bool dilated)
    {
        int rank = kernel.Length;
        int[] strides = [.. kernel.Select(_ => random.Next(1, 4))];
        int[] pads = [.. Enumerable.Range(0, 2 * rank).Select(i => random.Next(0, kernel[i % rank]))];
        int[] dilations = [.. kernel.Select(_ => dilated ? random.Next(1, 3) : 1)];

        // Where strides leave elements out, implementations disagree on which.
        return random.Next(3) == 0 && dilations.All(dilation => dilation == 1) && strides.Zip(kernel).All(pair => pair.First <= pair.Second)
            ? [("strides", strides), ("auto_pad", KernelOracle.Pick(random, "SAME_UPPER", "SAME_LOWER", "VALID"))]
            : dilated ? [("strides", strides), ("pads", pads), ("dilations", dilations)] : [("strides", strides), ("pads", pads)];
    }
}
