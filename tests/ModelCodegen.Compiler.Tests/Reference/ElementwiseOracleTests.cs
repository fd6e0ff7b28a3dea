using ModelCodegen.Compiler.Ir;
using DataType = ModelCodegen.Compiler.Import.Protobuf.TensorProto.Types.DataType;

namespace ModelCodegen.Compiler.Tests.Reference;

/// <summary>Elementwise operators that ONNX's backend tests of operator set 17 do not know, or know for few types.</summary>
public sealed class ElementwiseOracleTests
{
    [Fact]
    public void Bitwise_functions() => KernelOracle.Each(random =>
    {
        DataType type = KernelOracle.Pick(random, DataType.Int8, DataType.Uint8, DataType.Int32, DataType.Int64);
        string op = KernelOracle.Pick(random, "BitwiseAnd", "BitwiseOr", "BitwiseXor", "BitwiseNot");
        ModelBuilder builder = new ModelBuilder(18).Input("a", type, 3, 1, 5);
        builder = op == "BitwiseNot" ? builder.Node(op, "a", "y") : builder.Input("b", type, 4, 1).Node(op, "a b", "y");
        return WithType(builder.Output("y"), type);
    });

    [Fact]
    public void Gelu_and_Mish() => KernelOracle.Each(random => KernelOracle.Pick(random, "Gelu", "Mish") == "Mish"
        ? new ModelBuilder(18).Input("x", 4, 40).Constant("k", Tensor.Floats(6)).Node("Mul", "x k", "t").Node("Mish", "t", "y").Output("y")
        : new ModelBuilder(20).Input("x", 4, 40).Constant("k", Tensor.Floats(6)).Node("Mul", "x k", "t").Node("Gelu", "t", "y", ("approximate", KernelOracle.Pick(random, "none", "tanh"))).Output("y"));

    [Theory]
    [InlineData("Gelu", "x")]
    [InlineData("FastGelu", "x")]
    [InlineData("FastGelu", "x b")]
    [InlineData("QuickGelu", "x")]
    public void Functions_of_onnx_runtime(string op, string inputs) => KernelOracle.Each(
        random =>
        {
            ModelBuilder builder = KernelOracle.WithMicrosoft(new ModelBuilder(17)).Input("x", 3, 20).Constant("b", ModelBuilder.Random(random, 20)).Node(op, inputs, "y").Output("y");
            builder.Model.Graph.Node[0].Domain = "com.microsoft";
            return builder;
        },
        tolerance: 1e-4);

    [Fact]
    public void Integer_arithmetic() => KernelOracle.Each(random =>
    {
        DataType type = KernelOracle.Pick(random, DataType.Int32, DataType.Int64);
        string op = KernelOracle.Pick(random, "Add", "Sub", "Mul", "Div", "Mod", "Min", "Max", "Less", "Greater", "Equal", "LessOrEqual", "GreaterOrEqual");
        ModelBuilder builder = new ModelBuilder(17).Input("a", type, 3, 4).Input("b", type, 4).Constant("one", type == DataType.Int32 ? Tensor.Create([1], [1]) : Tensor.Create([1], [1L])).Node("Add", "b one", "c").Node(op, "a c", "y").Output("y");
        return WithType(builder, op is "Less" or "Greater" or "Equal" or "LessOrEqual" or "GreaterOrEqual" ? DataType.Bool : type);
    });

    [Fact]
    public void Functions_of_doubles() => KernelOracle.Each(random => WithType(
        new ModelBuilder(17).Input("x", DataType.Double, 3, 30)
            .Node(KernelOracle.Pick(random, "Abs", "Neg", "Floor", "Ceil", "Exp", "Sin", "Cos", "Sigmoid", "Tanh", "Relu", "Round", "Sign"), "x", "y")
            .Output("y"),
        DataType.Double));

    [Fact]
    public void Selections_by_computed_conditions() => KernelOracle.Each(random => new ModelBuilder(17)
        .Input("x", 3, 1, 5).Input("z", 4, 5).Constant("k", Tensor.Floats(0.2f))
        .Node("Greater", "x k", "c").Node("Not", "c", "d").Node(KernelOracle.Pick(random, "And", "Or", "Xor"), "c d", "e")
        .Node("Where", KernelOracle.Pick(random, "c x z", "d z x", "e x z"), "y").Output("y"));

    private static ModelBuilder WithType(ModelBuilder builder, DataType type)
    {
        builder.Model.Graph.Output[0].Type.TensorType.ElemType = type;
        return builder;
    }
}
