using ModelCodegen.Compiler.Ir;
using static ModelCodegen.Compiler.Tests.Reference.RandomModels;

namespace ModelCodegen.Compiler.Tests.Reference;

/// <summary>Operators that pick, place and repeat elements.</summary>
public sealed class IndexingOracleTests
{
    private const int Float = 1, Int32 = 6, Int64 = 7, Float64 = 11, UInt8 = 2;

    [Fact]
    public void Gather() => Each(random =>
    {
        int axis = random.Next(-3, 3);
        var builder = new ModelBuilder(13);
        builder.Input("x", 4, 4, 4).Output("y").Constant("f", Tensor.Floats(3.9f));
        Tensor indices = Pick(
            random,
            Tensor.Create([], [-1L]),
            Tensor.Create([1], [2L]),
            Tensor.Create([3], [3L, 2, 1]),
            Tensor.Create([2, 2], [0L, 2, 1, -1]),
            Tensor.Create([2, 2], [0L, 1, 2, 3]),
            Tensor.Create([2], [1, 1]));
        if (random.Next(2) == 0)
        {
            return builder.Constant("i", indices).Node("Gather", "x i", "y", ("axis", axis));
        }

        builder.Input("z", 2, 3).Node("Mul", "z f", "t").Node("Cast", "t", "i", ("to", Pick(random, Int32, Int64)));
        return random.Next(2) == 0 ? builder.Node("Gather", "x i", "y", ("axis", axis)) : Elements(builder, random);
    });

    [Fact]
    public void GatherND() => Each(random =>
    {
        int batch = random.Next(0, 3);
        int depth = random.Next(1, 5 - batch);
        return new ModelBuilder(13)
            .Input("x", 4, 4, 4, 4)
            .Input("z", [4, 4, 2, depth])
            .Output("y")
            .Constant("f", Tensor.Floats(3.9f))
            .Node("Mul", "z f", "t").Node("Cast", "t", "i", ("to", Int64))
            .Node("GatherND", "x i", "y", ("batch_dims", batch));
    });

    [Fact]
    public void ScatterElements() => Each(random =>
    {
        int opset = Pick(random, 10, 11, 16, 18);
        var builder = new ModelBuilder(opset);
        builder.Input("x", 4, 4).Input("u", 3, 4).Output("y").Constant("i", Tensor.Create([3, 4], [0, 1, -1, 2, 3, 0, 1, 2, 2, 3, 0, -3L]));
        (string, object) axis = ("axis", random.Next(-2, 1));
        return opset < 16
            ? builder.Node(opset == 10 ? "Scatter" : "ScatterElements", "x i u", "y", axis)
            : builder.Node("ScatterElements", "x i u", "y", axis, ("reduction", opset == 16 ? Pick(random, "none", "add", "mul") : Pick(random, "min", "max", "add")));
    });

    [Fact]
    public void ScatterND() => Each(random =>
    {
        int opset = Pick(random, 11, 16, 18);
        int depth = random.Next(1, 4);
        int[] indices = [.. Enumerable.Range(0, 5 * depth).Select(_ => random.Next(-4, 4))];
        var builder = new ModelBuilder(opset);
        builder.Input("x", 4, 4, 4).Input("u", [5, .. Enumerable.Repeat((object)4, 3 - depth)]).Output("y").Constant("i", Tensor.Create([5, depth], [.. indices.Select(i => (long)i)]));
        return opset == 11
            ? builder.Node("ScatterND", "x i u", "y")
            : builder.Node("ScatterND", "x i u", "y", ("reduction", opset == 16 ? Pick(random, "none", "add", "mul") : Pick(random, "min", "max", "mul")));
    });

    [Fact]
    public void OneHot() => Each(random => new ModelBuilder(11)
        .Input("x", 2, 3)
        .Input("v", 2)
        .Output("y")
        .Constant("f", Tensor.Floats(6)).Constant("depth", Tensor.Create([], [5L]))
        .Node("Mul", "x f", "t").Node("Cast", "t", "i", ("to", Int64))
        .Node("OneHot", "i depth v", "y", ("axis", random.Next(-3, 3))));

    [Fact]
    public void Trilu() => Each(random => new ModelBuilder(14)
        .Input("x", 2, random.Next(1, 6), random.Next(1, 6))
        .Output("y")
        .Constant("f", Tensor.Floats(9)).Constant("k", Tensor.Create([], [(long)random.Next(-7, 8)]))
        .Node("Mul", "x f", "t").Node("Cast", "t", "c", ("to", Pick(random, Float, Int64)))
        .Node("Trilu", Pick(random, "c", "c k"), "r", ("upper", random.Next(2)))
        .Node("Cast", "r", "y", ("to", Float)));

    [Fact]
    public void Repetitions() => Each(random =>
    {
        var builder = new ModelBuilder(13);
        builder.Input("x", 3, 1, 2).Output("y");
        builder.Node("Cast", "x", "c", ("to", Pick(random, Float, Float64)));
        bool expand = random.Next(2) == 0;
        builder.Constant("s", expand ? Pick<long[]>(random, [3, 4, 2], [5, 3, 4, 1], [1], [2, 1, 1, 2], [4, 1]) : Pick<long[]>(random, [2, 3, 1], [1, 1, 4], [2, 1, 2], [1, 1, 1]));
        builder.Node(expand ? "Expand" : "Tile", "c s", "r");
        return random.Next(2) == 0 ? builder.Node("Cast", "r", "y", ("to", Float)) : builder.Node("Cast", "r", "q", ("to", Float)).Node("Add", "q q", "y");
    });

    [Fact]
    public void Split() => Each(random =>
    {
        int opset = Pick(random, 11, 13, 18);
        int axis = random.Next(-3, 3);
        var builder = new ModelBuilder(opset);
        builder.Input("x", 6, 6, 6).Output("y", "z").Constant("l", 2, 3, 1);
        bool equal = random.Next(2) == 0;
        builder = (opset, equal) switch
        {
            (11, true) => builder.Node("Split", "x", "a b c", ("axis", axis)),
            (11, false) => builder.Node("Split", "x", "a b c", ("axis", axis), ("split", new[] { 2, 3, 1 })),
            (18, true) => builder.Node("Split", "x", "a b c", ("axis", axis), ("num_outputs", 3)),
            (_, true) => builder.Node("Split", "x", "a b c", ("axis", axis)),
            _ => builder.Node("Split", "x l", "a b c", ("axis", axis)),
        };
        return builder.Node("Relu", "c", "y").Node(Pick(random, "Identity", "Abs"), "a", "z");
    });

    [Fact]
    public void Channels_and_pixels() => Each(random =>
    {
        var builder = new ModelBuilder(13);
        builder.Input("x", 2, 8, 4, 6).Output("y").Constant("w", ModelBuilder.Random(random, 8, 8, 1, 1));
        builder = random.Next(2) == 0 ? builder.Node("Conv", "x w", "c") : builder.Node("Identity", "x", "c");
        return random.Next(3) == 0
            ? builder.Node("SpaceToDepth", "c", "y", ("blocksize", 2))
            : builder.Node("DepthToSpace", "c", "y", ("blocksize", 2), ("mode", Pick(random, "DCR", "CRD")));
    });

    [Fact]
    public void ReverseSequence() => Each(random =>
    {
        int time = random.Next(2);
        return new ModelBuilder(10)
            .Input("x", 4, 4, 3)
            .Output("y")
            .Constant("l", 1, 4, 3, 2)
            .Node("ReverseSequence", "x l", "y", ("time_axis", time), ("batch_axis", 1 - time));
    });

    [Fact]
    public void Pad_of_any_type() => Each(random =>
    {
        int opset = Pick(random, 13, 18, 19);
        string mode = opset == 19 ? "wrap" : Pick(random, "constant", "reflect", "edge");
        int type = Pick(random, Int32, Int64, Float64, UInt8);
        var builder = new ModelBuilder(opset);
        builder.Input("x", 3, 4).Output("y").Constant("f", Tensor.Floats(7)).Constant("seven", Tensor.Floats(7)).Constant("axes", -1, 0);
        builder.Constant("pads", [.. Enumerable.Range(0, 4).Select(_ => (long)random.Next(mode == "constant" ? -1 : 0, 3))]);
        builder.Node("Mul", "x f", "t").Node("Abs", "t", "a").Node("Cast", "a", "c", ("to", type)).Node("Cast", "seven", "v", ("to", type));
        string inputs = Pick(random, "c pads v", "c pads") is var chosen && opset >= 18 && random.Next(2) == 0 ? "c pads v axes" : chosen;
        return builder.Node("Pad", inputs, "p", ("mode", mode)).Node("Cast", "p", "y", ("to", Float));
    });

    [Fact]
    public void Ranges_and_diagonals() => Each(random => new ModelBuilder(13)
        .Input("x", 3, 5)
        .Output("y")
        .Constant("a", Tensor.Create([], [Pick(random, 1f, 0.5f)])).Constant("b", Tensor.Create([], [Pick(random, 5.5f, 5f)])).Constant("d", Tensor.Create([], [Pick(random, 0.9f, 1.5f)]))
        .Node("Range", "a b d", "r").Node("ReduceSum", "r", "s", ("keepdims", 0))
        .Node("EyeLike", "x", "e", ("k", random.Next(-3, 4)), ("dtype", Float))
        .Node("Size", "x", "n").Node("Cast", "n", "m", ("to", Float))
        .Node("Mul", "e s", "p").Node("Mul", "p x", "q").Node("Add", "q m", "y"));

    private static ModelBuilder Elements(ModelBuilder builder, Random random) =>
        builder.Node("GatherElements", "x j", "y", ("axis", random.Next(-3, 3))).Constant("shape", 1, 2, 3).Node("Reshape", "i shape", "j");
}
