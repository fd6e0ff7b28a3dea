using ModelCodegen.Compiler.Ir;
using DataType = ModelCodegen.Compiler.Import.Protobuf.TensorProto.Types.DataType;

namespace ModelCodegen.Compiler.Tests.Reference;

/// <summary>Operators of the family Normalization against ONNX Runtime.</summary>
public sealed class NormalizationOracleTests
{
    [Fact]
    public void LayerNormalization() => KernelOracle.Each(random =>
    {
        int[] shape = [2, random.Next(1, 4), random.Next(1, 40), random.Next(1, 40)];
        int axis = random.Next(1, 4);
        int[] scale = shape[axis..];
        DataType type = KernelOracle.Pick(random, DataType.Float, DataType.Float, DataType.Double);
        ModelBuilder builder = new ModelBuilder(17)
            .Input("x", type, [.. shape.Select(extent => (object)extent)])
            .Input("scale", type, [.. scale.Select(extent => (object)extent)])
            .Input("bias", type, [.. scale.Select(extent => (object)extent)])
            .Node("LayerNormalization", KernelOracle.Pick(random, "x scale", "x scale bias"), type == DataType.Float ? "y mean inverse" : "y", ("axis", random.Next(2) == 0 ? axis : axis - 4), ("epsilon", 1e-3f));
        builder = type == DataType.Float ? builder.Output("y", "mean", "inverse") : builder.Output("y");
        builder.Model.Graph.Output[0].Type.TensorType.ElemType = type;
        return builder;
    });

    [Fact]
    public void InstanceNormalization() => KernelOracle.Each(random =>
    {
        int channels = random.Next(1, 20);
        object[] shape = [random.Next(1, 3), channels, .. Enumerable.Range(0, random.Next(1, 4)).Select(_ => (object)random.Next(2, 14))];
        return new ModelBuilder(KernelOracle.Pick(random, 6, 22))
            .Input("x", shape)
            .Constant("scale", ModelBuilder.Random(random, channels))
            .Constant("bias", ModelBuilder.Random(random, channels))
            .Node("InstanceNormalization", "x scale bias", "y", ("epsilon", 1e-3f))
            .Output("y");
    });

    [Fact]
    public void GroupNormalization() => KernelOracle.Each(random =>
    {
        int groups = random.Next(1, 4);
        int channels = groups * random.Next(1, 7);
        int opset = KernelOracle.Pick(random, 18, 21);
        int parameters = opset < 21 ? groups : channels;
        object[] shape = [random.Next(1, 3), channels, .. Enumerable.Range(0, random.Next(1, 4)).Select(_ => (object)random.Next(2, 14))];
        return new ModelBuilder(opset)
            .Input("x", shape)
            .Constant("scale", ModelBuilder.Random(random, parameters))
            .Constant("bias", ModelBuilder.Random(random, parameters))
            .Node("GroupNormalization", "x scale bias", "y", ("epsilon", 1e-3f), ("num_groups", groups))
            .Output("y");
    });

    [Fact]
    public void MeanVarianceNormalization() => KernelOracle.Each(random => new ModelBuilder(13)
        .Input("x", 2, 3, random.Next(2, 9), random.Next(2, 9))
        .Node("MeanVarianceNormalization", "x", "y", KernelOracle.Pick<(string, object)[]>(random, [], [("axes", new[] { 0, 2, 3 })], [("axes", new[] { 0, 1, 2, 3 })]))
        .Output("y"));

    [Fact]
    public void LpNormalization() => KernelOracle.Each(random => new ModelBuilder(KernelOracle.Pick(random, 1, 22))
        .Input("x", 2, 3, 4, 5)
        .Node("LpNormalization", "x", "y", ("axis", random.Next(-4, 4)), ("p", random.Next(1, 3)))
        .Output("y"));

    [Fact]
    public void Lrn() => KernelOracle.Each(random => new ModelBuilder(13)
        .Input("x", 2, random.Next(1, 9), random.Next(1, 7), random.Next(1, 9))
        .Node("LRN", "x", "y", ("size", KernelOracle.Pick(random, 1, 3, 5)), ("alpha", 0.3f), ("beta", KernelOracle.Pick(random, 0.75f, 0.5f, 0.6f)), ("bias", 1.5f))
        .Output("y"));

    [Fact]
    public void RmsNormalization() => KernelOracle.Each(random =>
    {
        int axis = random.Next(1, 3);
        int[] shape = [2, 3, random.Next(1, 50)];
        return new ModelBuilder(23)
            .Input("x", [.. shape.Select(extent => (object)extent)])
            .Constant("scale", ModelBuilder.Random(random, shape[axis..]))
            .Node("RMSNormalization", "x scale", "y", ("axis", axis), ("epsilon", 1e-3f))
            .Output("y");
    });

    [Fact]
    public void SkipLayerNormalization() => KernelOracle.Each(random =>
    {
        int hidden = random.Next(1, 40);
        bool simplified = random.Next(2) == 0;
        ModelBuilder builder = KernelOracle.WithMicrosoft(new ModelBuilder(17)).Input("x", 2, 3, hidden).Input("skip", 2, 3, hidden).Output("y", "sum");
        foreach (string name in new[] { "gamma", "beta", "bias" })
        {
            builder.Constant(name, ModelBuilder.Random(random, hidden));
        }

        string inputs = simplified ? KernelOracle.Pick(random, "x skip gamma", "x skip gamma bias") : KernelOracle.Pick(random, "x skip gamma", "x skip gamma beta", "x skip gamma beta bias");
        builder.Node(simplified ? "SkipSimplifiedLayerNormalization" : "SkipLayerNormalization", inputs, "y - - sum", ("epsilon", 1e-3f));
        builder.Model.Graph.Node[0].Domain = "com.microsoft";
        foreach (int i in new[] { 1, 2 })
        {
            builder.Model.Graph.Node[0].Output[i] = "";
        }

        return builder;
    });
}
