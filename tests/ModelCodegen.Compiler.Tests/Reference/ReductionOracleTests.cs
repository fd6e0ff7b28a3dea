using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Reference;
using static ModelCodegen.Compiler.Tests.Reference.RandomModels;

namespace ModelCodegen.Compiler.Tests.Reference;

/// <summary>Reductions, running sums, the best elements and products of any type.</summary>
public sealed class ReductionOracleTests
{
    private const int Float = 1, Int32 = 6, Int64 = 7, Float16 = 10, Float64 = 11, UInt32 = 12, Int8 = 3;

    [Fact]
    public void Reductions() => Each(random =>
    {
        string function = Pick(random, "Sum", "Mean", "Max", "Min", "Prod", "L1", "L2", "LogSum", "LogSumExp", "SumSquare");
        int[] types = function is "LogSum" or "LogSumExp" or "L2" ? [Float, Float64] : [Float, Float, Float64, Int32];
        int type = Pick(random, types);
        int opset = Pick(random, 11, 13, 18);
        int[] axes = [.. new[] { 0, 1, 2, 3, 4 }.Where(_ => random.Next(2) == 0).Select(axis => random.Next(2) == 0 ? axis : axis - 5)];
        bool input = opset >= (function == "Sum" ? 13 : 18);
        var builder = new ModelBuilder(opset);
        builder.Input("x", 2, 3, random.Next(1, 4), 2, random.Next(1, 20)).Output("y").Constant("f", Tensor.Floats(4)).Constant("axes", [.. axes.Select(axis => (long)axis)]);
        builder.Node(function == "LogSum" ? "Exp" : "Identity", "x", "e").Node("Mul", "e f", "t").Node("Cast", "t", "c", ("to", type));
        (string, object)[] attributes = [("keepdims", random.Next(2))];
        if (axes.Length > 0 && !input)
        {
            attributes = [.. attributes, ("axes", axes)];
        }
        else if (input && axes.Length == 0 && function is "Sum" or "Max" or "Mean")
        {
            attributes = [.. attributes, ("noop_with_empty_axes", random.Next(2))];
        }

        builder.Node("Reduce" + function, input && (axes.Length > 0 || random.Next(2) == 0) ? "c axes" : "c", "r", attributes);
        return builder.Node("Cast", "r", "y", ("to", Float));
    });

    [Fact]
    public void Means_of_sequences_and_maps() => Each(random =>
    {
        var builder = new ModelBuilder(13);
        builder.Input("x", 1, 4, 12).Output("y").Constant("w", ModelBuilder.Random(random, 5, 4, 3)).Constant("g", ModelBuilder.Random(random, 12));
        (string, object) keep = ("keepdims", random.Next(2));
        string function = Pick(random, "ReduceMean", "ReduceMax");
        return random.Next(2) == 0
            ? builder.Node("Conv", "x w", "c").Node("Relu", "c", "r").Node(function, "r", "y", ("axes", new[] { 2 }), keep)
            : builder.Node("Mul", "x g", "m").Node(function, "m", "y", ("axes", new[] { -1 }), keep);
    });

    [Fact]
    public void ArgMax_and_ArgMin() => Each(random => new ModelBuilder(13)
        .Input("x", 2, 5, 4)
        .Output("y")
        .Constant("f", Tensor.Floats(3))
        .Node("Mul", "x f", "t").Node("Cast", "t", "c", ("to", Pick(random, Float, Int32)))
        .Node(Pick(random, "ArgMax", "ArgMin"), "c", "i", ("axis", random.Next(-3, 3)), ("keepdims", random.Next(2)), ("select_last_index", random.Next(2)))
        .Node("Cast", "i", "y", ("to", Float)));

    [Fact]
    public void TopK() => Each(random =>
    {
        int opset = Pick(random, 9, 10, 11);
        int axis = random.Next(-3, 3);
        int k = random.Next(1, 6);
        var builder = new ModelBuilder(opset);
        builder.Input("x", 6, 7, 6).Output("y", "z").Constant("k", k).Constant("f", Tensor.Floats(4));
        builder.Node("Mul", "x f", "t").Node("Floor", "t", "c");
        builder = opset switch
        {
            9 => builder.Node("TopK", "c", "v i", ("axis", axis), ("k", k)),
            10 => builder.Node("TopK", "c k", "v i", ("axis", axis)),
            _ => builder.Node("TopK", "c k", "v i", ("axis", axis), ("largest", random.Next(2)), ("sorted", 1)),
        };
        return builder.Node("Identity", "v", "y").Node("Cast", "i", "z", ("to", Float));
    });

    [Fact]
    public void CumSum() => Each(random => new ModelBuilder(14)
        .Input("x", 3, 4, 5)
        .Output("y")
        .Constant("axis", Tensor.Create([], [(long)random.Next(-3, 3)]))
        .Constant("f", Tensor.Floats(5))
        .Node("Mul", "x f", "t").Node("Cast", "t", "c", ("to", Pick(random, Float, Float64, Int32, Int64)))
        .Node("CumSum", "c axis", "s", ("exclusive", random.Next(2)), ("reverse", random.Next(2)))
        .Node("Cast", "s", "y", ("to", Float)));

    [Fact]
    public void Softmax_and_its_kin() => Each(random =>
    {
        string function = Pick(random, "Softmax", "LogSoftmax", "Hardmax");
        return new ModelBuilder(Pick(random, 11, 13))
            .Input("x", 2, 3, 4)
            .Output("y")
            .Node("Cast", "x", "c", ("to", function == "Hardmax" ? Float : Pick(random, Float, Float64)))
            .Node(function, "c", "s", Pick<(string, object)[]>(random, [("axis", random.Next(-3, 3))], []))
            .Node("Cast", "s", "y", ("to", Float));
    });

    [Fact]
    public void Products_of_any_type() => Each(random =>
    {
        int type = Pick(random, Float64, Int32, Int64, UInt32);
        var builder = new ModelBuilder(13);
        object[] a = Pick<object[]>(random, [3, 4], [2, 3, 4], [2, 1, 3, 4], [4]);
        object[] b = Pick<object[]>(random, [4, 5], [2, 4, 5], [4]);
        builder.Input("a", a).Input("b", b).Output("y").Constant("f", Tensor.Floats(5));
        foreach (string name in new[] { "a", "b" })
        {
            builder.Node("Mul", name + " f", name + "1").Node("Abs", name + "1", name + "2").Node("Cast", name + "2", name + "3", ("to", type));
        }

        return builder.Node("MatMul", "a3 b3", "p").Node("Cast", "p", "y", ("to", Float));
    });

    [Fact]
    public void Gemm_of_doubles() => Each(random =>
    {
        int transA = random.Next(2), transB = random.Next(2);
        var builder = new ModelBuilder(13);
        builder.Input("a", transA == 0 ? [3, 4] : [4, 3]).Input("b", transB == 0 ? [4, 5] : [5, 4]).Input("c", Pick<object[]>(random, [5], [3, 1], [3, 5], [])).Output("y");
        foreach (string name in new[] { "a", "b", "c" })
        {
            builder.Node("Cast", name, name + "1", ("to", Float64));
        }

        builder.Node("Gemm", Pick(random, "a1 b1 c1", "a1 b1"), "g", ("transA", transA), ("transB", transB), ("alpha", Pick(random, 1f, 0.5f)), ("beta", Pick(random, 1f, 0f, -2f)));
        return builder.Node("Cast", "g", "y", ("to", Float));
    });

    [Fact]
    public void Einsum() => Each(random =>
    {
        (string equation, int[][] shapes) = Pick<(string, int[][])>(
            random,
            ("ij,jk->ik", [[2, 3], [3, 4]]),
            ("bij,bjk->bik", [[2, 3, 4], [2, 4, 5]]),
            ("bqhd,bkhd->bhqk", [[2, 3, 4, 5], [2, 6, 4, 5]]),
            ("bhqk,bkhd->bqhd", [[2, 4, 3, 6], [2, 6, 4, 5]]),
            ("...ij,...jk->...ik", [[2, 3, 4], [2, 4, 5]]),
            ("...ij,...jk", [[2, 1, 3, 4], [2, 3, 4, 5]]),
            ("i,j->ij", [[3], [4]]),
            ("i,i", [[5], [5]]),
            ("i,i->i", [[5], [5]]),
            ("ij->ji", [[3, 4]]),
            ("ij", [[3, 4]]),
            ("ba", [[3, 4]]),
            ("ij->j", [[3, 4]]),
            ("ij->", [[3, 4]]),
            ("...ii->...i", [[2, 4, 4]]),
            ("ii", [[4, 4]]),
            ("ij,ij->", [[3, 4], [3, 4]]),
            ("ij,j,jk->ik", [[2, 3], [3], [3, 4]]),
            ("ijk,ilm,njm,nlk,abc->", [[2, 3, 2], [2, 3, 4], [3, 3, 4], [3, 3, 2], [2, 2, 2]]),
            ("bhwij,bhw->bij", [[2, 3, 4, 2, 2], [2, 3, 4]]),
            ("abc,cd->abd", [[2, 3, 4], [4, 5]]),
            ("b n h d , b m h d -> b h n m", [[1, 3, 2, 4], [1, 5, 2, 4]]),
            ("ijj,jk->ik", [[2, 3, 3], [3, 4]]),
            ("aij,bij->ab", [[2, 3, 4], [5, 3, 4]]));
        var builder = new ModelBuilder(13);
        string[] names = [.. shapes.Select((_, i) => $"x{i}")];
        int type = Pick(random, Float, Float, Float64);
        for (int i = 0; i < shapes.Length; i++)
        {
            if (i > 0 && random.Next(2) == 0)
            {
                builder.Constant($"x{i}", ModelBuilder.Random(random, shapes[i]));
            }
            else
            {
                builder.Input($"x{i}", [.. shapes[i].Select(extent => (object)extent)]);
            }

            builder.Node("Cast", $"x{i}", $"c{i}", ("to", type));
        }

        return builder.Output("y").Node("Einsum", string.Join(" ", names.Select((_, i) => $"c{i}")), "e", ("equation", equation)).Node("Cast", "e", "y", ("to", Float));
    });

    [Fact]
    public void Einsum_broadcasts_dimensions_of_an_ellipsis()
    {
        var random = new Random(1);
        Tensor a = ModelBuilder.Random(random, 2, 1, 3, 4);
        Tensor b = ModelBuilder.Random(random, 5, 4, 6);
        Graph graph = new ModelBuilder(13)
            .Input("a", 2, 1, 3, 4).Input("b", 5, 4, 6).Output("y", "z", "s")
            .Node("Einsum", "a b", "y", ("equation", "...ij,...jk")).Node("MatMul", "a b", "z").Node("Einsum", "a b", "s", ("equation", "...ij,...jk->ik"))
            .Normalize();
        IReadOnlyDictionary<string, Tensor> results = ReferenceEvaluator.Run(graph, new Dictionary<string, Tensor> { ["a"] = a, ["b"] = b });
        Assert.Equal(results["z"].Values<float>(), results["y"].Values<float>());
        for (int i = 0; i < 18; i++)
        {
            float sum = 0;
            for (int batch = 0; batch < 10; batch++)
            {
                sum += results["z"].Values<float>()[(batch * 18) + i];
            }

            Assert.Equal(sum, results["s"].Values<float>()[i], 1e-5f);
        }
    }

    [Fact]
    public void Determinants() => Each(random =>
    {
        int size = random.Next(1, 6);
        return new ModelBuilder(13).Input("x", 2, 3, size, size).Output("y").Node("Det", "x", "y");
    });

    [Fact]
    public void TfIdfVectorizer() => Each(random =>
    {
        int[] pool = [1, 2, 0, 3, 1, 2, 2, 0, 0, 1, 0, 1, 2, 2, 1, 0];
        int grams = 4 + 3 + 2;
        int[] columns = [.. Enumerable.Range(0, grams)];
        random.Shuffle(columns);
        int longest = random.Next(1, 4);
        return new ModelBuilder(9)
            .Input("x", Pick<object[]>(random, [12], [3, 12]))
            .Output("y")
            .Constant("f", Tensor.Floats(2))
            .Node("Mul", "x f", "t").Node("Add", "t f", "u").Node("Cast", "u", "c", ("to", Pick(random, Int32, Int64)))
            .Node(
                "TfIdfVectorizer",
                "c",
                "y",
                ("pool_int64s", pool),
                ("ngram_counts", new[] { 0, 4, 10 }),
                ("ngram_indexes", columns),
                ("weights", Enumerable.Range(1, grams).Select(i => i / 4f).ToArray()),
                ("mode", Pick(random, "TF", "IDF", "TFIDF")),
                ("min_gram_length", random.Next(1, longest + 1)),
                ("max_gram_length", longest),
                ("max_skip_count", random.Next(0, 4)));
    });
}
