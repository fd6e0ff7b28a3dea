using ModelCodegen.Compiler.Import.Protobuf;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using static ModelCodegen.Compiler.Tests.Reference.RandomModels;
using DataType = ModelCodegen.Compiler.Import.Protobuf.TensorProto.Types.DataType;

namespace ModelCodegen.Compiler.Tests.Reference;

/// <summary>Branches, loops and scans, decided at build time and at run time.</summary>
public sealed class ControlFlowOracleTests
{
    private const int Float = 1, Int64 = 7;

    [Fact]
    public void Branches_decided_by_data() => Each(random =>
    {
        GraphProto inner = Body(b => b.Node("Neg", "d", "n").Output("n"));
        GraphProto other = Body(b => b.Node("Exp", "d", "e").Output("e"));
        GraphProto then = Body(b => b.Constant("w", ModelBuilder.Random(random, 6, 6)).Node("MatMul", "x w", "d").Node("If", "c2", "t", ("then_branch", inner), ("else_branch", other)).Output("t"));
        GraphProto otherwise = Body(b => b.Node("Mul", "x k", "f").Output("f"));
        return Conditions(new ModelBuilder(13).Input("x", 3, 6).Output("y").Constant("k", ModelBuilder.Random(random, 6)), random)
            .Node("If", "c1", "r", ("then_branch", then), ("else_branch", otherwise))
            .Node("Relu", "r", "y");
    });

    [Fact]
    public void Loops_that_data_ends() => Each(random =>
    {
        // Two states change places, so that neither may be overwritten before both are read.
        GraphProto body = Body(b =>
        {
            b.Input("turn", DataType.Int64).Input("going", DataType.Bool).Input("a", 2, 3).Input("b", 2, 3);
            b.Node("Add", "a b", "next").Node("Mul", "next factor", "scaled").Node("ReduceSum", "scaled", "sum", ("keepdims", 0)).Node("Abs", "sum", "size");
            b.Node("Less", "size limit", "more").Node("Identity", "a", "before").Output("more", "scaled", "before");
            b.Model.Graph.Output[0].Type.TensorType.ElemType = DataType.Bool;
        });
        return new ModelBuilder(13).Input("x", 2, 3).Output("y", "z")
            .Constant("turns", Tensor.Create([], [(long)random.Next(1, 9)])).Constant("true", Tensor.Create([], [true]))
            .Constant("factor", Tensor.Create([], [1.5f])).Constant("limit", Tensor.Create([], [4f]))
            .Node("Neg", "x", "n")
            .Node("Loop", $"{(random.Next(2) == 0 ? "turns" : "-")} true x n", "y z", ("body", body));
    });

    [Fact]
    public void Loops_of_computed_length() => Each(random =>
    {
        GraphProto body = Body(b =>
        {
            b.Input("turn", DataType.Int64).Input("going", DataType.Bool).Input("a", 4);
            b.Node("Cast", "turn", "number", ("to", Float)).Node("Add", "a number", "next").Node("Identity", "going", "more").Output("more", "next");
            b.Model.Graph.Output[0].Type.TensorType.ElemType = DataType.Bool;
        });
        return new ModelBuilder(13).Input("x", 4).Output("y").Constant("true", Tensor.Create([], [true])).Constant("seven", Tensor.Create([], [7f]))
            .Node("ReduceMax", "x", "m", ("keepdims", 0)).Node("Mul", "m seven", "s").Node("Cast", "s", "turns", ("to", Int64))
            .Node("Loop", "turns true x", "y", ("body", body));
    });

    [Theory]
    [InlineData(5)]
    [InlineData(400)]
    public void Loops_of_known_length_stack_values(int turns) => Each(random =>
    {
        GraphProto body = Body(b =>
        {
            b.Input("turn", DataType.Int64).Input("going", DataType.Bool).Input("a", 3);
            b.Node("Cast", "turn", "number", ("to", Float)).Node("Mul", "number small", "step").Node("Add", "a step", "next").Node("Mul", "next x", "row");
            b.Node("Identity", "going", "more").Output("more", "next", "row");
            b.Model.Graph.Output[0].Type.TensorType.ElemType = DataType.Bool;
        });
        return new ModelBuilder(13).Input("x", 3).Output("y", "z").Constant("turns", Tensor.Create([], [(long)turns])).Constant("true", Tensor.Create([], [true]))
            .Constant("small", Tensor.Create([], [0.01f]))
            .Node("Loop", "turns true x", "y z", ("body", body));
    });

    [Theory]
    [InlineData(6)]
    [InlineData(300)]
    public void Scans(int length) => Each(random =>
    {
        GraphProto body = Body(b =>
        {
            b.Input("state", 4).Input("slice", 4);
            b.Constant("half", Tensor.Create([], [0.5f])).Node("Mul", "state half", "less").Node("Add", "less slice", "next").Node("Tanh", "next", "row").Output("next", "row");
        });
        return new ModelBuilder(13).Input("x", 4, length).Output("y", "z").Constant("start", ModelBuilder.Random(random, 4))
            .Node(
                "Scan",
                "start x",
                "y z",
                ("body", body),
                ("num_scan_inputs", 1),
                ("scan_input_axes", new[] { 1 }),
                ("scan_input_directions", new[] { random.Next(2) }),
                ("scan_output_axes", new[] { random.Next(2) }),
                ("scan_output_directions", new[] { random.Next(2) }));
    });

    [Fact]
    public void A_known_condition_leaves_no_branch()
    {
        ModelBuilder builder = new ModelBuilder(13).Input("x", 3).Output("y").Constant("c", Tensor.Create([], [false]))
            .Node("If", "c", "y", ("then_branch", Body(b => b.Node("Neg", "x", "n").Output("n"))), ("else_branch", Body(b => b.Node("Exp", "x", "e").Output("e"))));
        Assert.IsType<Unary>(Assert.Single(builder.Normalize().Nodes).Operator);
    }

    [Fact]
    public void Branches_of_different_shapes_are_refused()
    {
        ModelBuilder builder = Conditions(new ModelBuilder(13).Input("x", 3, 6).Output("y"), new Random(1))
            .Node("If", "c1", "y", ("then_branch", Body(b => b.Node("Neg", "x", "n").Output("n"))), ("else_branch", Body(b => b.Node("Transpose", "x", "t").Output("t"))));
        Diagnostics.CompilationException exception = Assert.Throws<Diagnostics.CompilationException>(() => builder.Normalize());
        Assert.Contains("branches", Assert.Single(exception.Diagnostics).Message, StringComparison.Ordinal);
    }

    private static ModelBuilder Conditions(ModelBuilder builder, Random random) => builder
        .Constant("zero", Tensor.Create([], [random.NextSingle() - 0.5f])).Constant("one", Tensor.Create([], [random.NextSingle()]))
        .Node("ReduceSum", "x", "s", ("keepdims", 0)).Node("Greater", "s zero", "c1").Node("Less", "s one", "c2");

    private static GraphProto Body(Action<ModelBuilder> build)
    {
        var builder = new ModelBuilder();
        build(builder);
        return builder.Model.Graph;
    }
}
