using ModelCodegen.Benchmarks.Layers;
using ModelCodegen.Benchmarks.Networks;
using ModelCodegen.Benchmarks.Peers;
using ModelCodegen.Compiler;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Peers;

namespace ModelCodegen.Benchmarks.Tests;

/// <summary>What figures refer to.</summary>
public sealed class MeasurementTests
{
    [Fact]
    public void Every_multiply_add_of_a_network_belongs_to_a_layer()
    {
        using BenchmarkModel model = BenchmarkModel.Load("mobilenet");
        long all = MultiplyAdds.Of(model.Compress(QuantizationScheme.Int8, "Net").Graph).Values.Sum();

        LayerProfile profile = LayerProfile.Measure("mobilenet", QuantizationScheme.Int8);

        Assert.True(all > 1_000_000);
        Assert.Equal(all, profile.Rows.Sum(row => row.MultiplyAdds));
        Assert.Equal(all, profile.Kinds.Sum(kind => kind.MultiplyAdds));
        Assert.Contains(profile.Kinds, kind => kind is { Name: "Depthwise convolution", MultiplyAdds: > 0 });
    }

    [Fact]
    public void The_peer_computes_in_integers_between_its_boundaries()
    {
        using BenchmarkModel model = BenchmarkModel.Load("lenet");
        string optimized = Path.GetTempFileName();
        try
        {
            using (new OrtPeer(model.QuantizeForOnnxRuntime(), model.Input, threads: 1, optimized))
            {
                OptimizedGraph graph = OptimizedGraph.Read(optimized);
                Assert.Equal((0, 2), (graph.FloatOperators, graph.Conversions));
            }

            using (new OrtPeer(model.Path, model.Input, threads: 1, optimized))
            {
                OptimizedGraph graph = OptimizedGraph.Read(optimized);
                Assert.True(graph.FloatOperators >= 4, "two convolutions and two products");
                Assert.Equal(0, graph.Conversions);
            }
        }
        finally
        {
            File.Delete(optimized);
        }
    }
}
