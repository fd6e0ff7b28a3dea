using ModelCodegen.Compiler.Compress;
using ModelCodegen.Compiler.Compress.Pruning;
using ModelCodegen.Compiler.Diagnostics;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Tests.Compress;

public sealed class PrunerTests
{
    [Theory]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(0.95)]
    public void Magnitude_removes_the_smallest_weights_of_each_layer(double sparsity)
    {
        Graph graph = TwoLayers();
        Graph pruned = Prune(graph, PruningMethod.Magnitude, sparsity);
        foreach (string name in new[] { "w1", "w2" })
        {
            float[] before = graph.Constants[name].Values<float>().ToArray();
            float[] after = pruned.Constants[name].Values<float>().ToArray();
            int expected = (int)Math.Round(sparsity * before.Length, MidpointRounding.ToEven);
            Assert.Equal(expected, after.Count(w => w == 0));
            float largestRemoved = before.Where((_, i) => after[i] == 0).Max(Math.Abs);
            Assert.All(after.Where(w => w != 0), w => Assert.True(Math.Abs(w) >= largestRemoved));
        }
    }

    [Fact]
    public void Blocks_of_16_channels_by_4_inputs_go_together()
    {
        float[] after = Prune(TwoLayers(), PruningMethod.Block, 0.5).Constants["w1"].Values<float>().ToArray();
        int zeroBlocks = 0;
        for (int k = 0; k < 40; k += 4)
        {
            for (int c = 0; c < 48; c += 16)
            {
                int zeros = (from i in Enumerable.Range(k, 4) from j in Enumerable.Range(c, 16) select after[(i * 48) + j]).Count(w => w == 0);
                Assert.True(zeros is 0 or 64);
                zeroBlocks += zeros / 64;
            }
        }

        Assert.Equal(15, zeroBlocks);
    }

    [Fact]
    public void Only_and_exclude_choose_layers_by_name()
    {
        Graph graph = TwoLayers();
        Graph only = Pruner.Prune(graph, Options(PruningMethod.Magnitude, 0.5) with { PruneOnly = ["fir*"] }, [], _ => { });
        Assert.NotEqual(0, Zeros(only, "w1"));
        Assert.Equal(0, Zeros(only, "w2"));
        Graph without = Pruner.Prune(graph, Options(PruningMethod.Magnitude, 0.5) with { PruneExclude = ["first"] }, [], _ => { });
        Assert.Equal(0, Zeros(without, "w1"));
        Assert.NotEqual(0, Zeros(without, "w2"));
    }

    [Fact]
    public void The_log_says_what_was_removed_where()
    {
        var log = new List<string>();
        Pruner.Prune(TwoLayers(), Options(PruningMethod.Magnitude, 0.5), [], log.Add);
        Assert.Equal(["pruned first: 960 of 1920 weights (50.0 %), magnitude", "pruned second: 240 of 480 weights (50.0 %), magnitude"], log);
    }

    [Fact]
    public void A_network_without_layers_gives_a_warning()
    {
        var diagnostics = new List<Diagnostic>();
        Pruner.Prune(TwoLayers(), Options(PruningMethod.Block, 0.5) with { PruneExclude = ["*"] }, diagnostics, _ => { });
        Assert.Equal(DiagnosticCode.NothingPruned, Assert.Single(diagnostics).Code);
    }

    [Fact]
    public void Unknown_names_are_all_refused()
    {
        var exception = Assert.Throws<CompilationException>(() => NodePattern.Check("PruneOnly", ["first", "thrid", "four*"], TwoLayers()));
        Assert.Equal(2, exception.Diagnostics.Count);
        Assert.All(exception.Diagnostics, d => Assert.Equal(DiagnosticCode.NodeUnknown, d.Code));
    }

    private static int Zeros(Graph graph, string name) => WeightStatistics.Zeros(graph.Constants[name].Values<float>());

    private static Graph Prune(Graph graph, PruningMethod method, double sparsity) => Pruner.Prune(graph, Options(method, sparsity), [], _ => { });

    private static CompressOptions Options(PruningMethod method, double sparsity) =>
        new() { ModelPath = "net.onnx", Pruning = method, Sparsity = sparsity };

    private static Graph TwoLayers()
    {
        var random = new Random(1);
        var empty = new Graph();
        return empty with
        {
            Inputs = ["x"],
            Outputs = ["z"],
            Nodes = [new Node("first", new Gemm(), ["x", "w1"], ["y"]), new Node("second", new Gemm(), ["y", "w2"], ["z"])],
            Constants = empty.Constants.Add("w1", ModelBuilder.Random(random, 40, 48)).Add("w2", ModelBuilder.Random(random, 48, 10)),
            Values = empty.Values
                .Add("x", new ValueInfo(ElementType.Float32, [1, 40]))
                .Add("y", new ValueInfo(ElementType.Float32, [1, 48]))
                .Add("z", new ValueInfo(ElementType.Float32, [1, 10])),
        };
    }
}
