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
