using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Compiler.Reference;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Tests.Reference;

public sealed class ReferenceEvaluatorTests
{
    [Fact]
    public void Every_computed_value_is_observed_once_in_order()
    {
        Graph graph = new ModelBuilder().Input("x", 2).Node("Relu", "x", "a").Node("Exp", "a", "b").Node("Add", "a b", "y").Output("y").Normalize();
        var observed = new List<string>();
        IReadOnlyDictionary<string, Tensor> outputs = ReferenceEvaluator.Run(graph, new Dictionary<string, Tensor> { ["x"] = Tensor.Floats(-1, 0) }, (name, tensor) => observed.Add($"{name}{tensor.Length}"));
        Assert.Equal(["a2", "b2", "y2"], observed);
        Assert.Equal([1f, 1f], outputs["y"].ToFloat());
        Assert.Single(outputs);
    }

    [Fact]
    public void Inputs_are_checked()
    {
        Graph graph = new ModelBuilder().Input("x", 2).Node("Relu", "x", "y").Output("y").Normalize();
        Assert.Throws<ArgumentException>(() => ReferenceEvaluator.Run(graph, new Dictionary<string, Tensor>()));
        Assert.Throws<ArgumentException>(() => ReferenceEvaluator.Run(graph, new Dictionary<string, Tensor> { ["x"] = Tensor.Floats(1, 2, 3) }));
        Assert.Throws<ArgumentException>(() => ReferenceEvaluator.Run(graph, new Dictionary<string, Tensor> { ["x"] = Tensor.Create([2], [1, 2]) }));
    }

    [Fact]
    public void Quantize_and_Dequantize_follow_the_values_quantization()
    {
        var real = new ValueInfo(ElementType.Float32, [6]);
        var graph = new Graph
        {
            Inputs = ["x"],
            Outputs = ["q", "y"],
            Nodes = [new Node("q", new Quantize(), ["x"], ["q"]), new Node("y", new Dequantize(), ["q"], ["y"])],
            Values = new Graph().Values.Add("x", real).Add("y", real).Add("q", new ValueInfo(ElementType.UInt8, [6], new Ir.Quantization(0.5f, 10))),
        };
        IReadOnlyDictionary<string, Tensor> outputs = ReferenceEvaluator.Run(graph, new Dictionary<string, Tensor> { ["x"] = Tensor.Floats(0, 0.25f, 0.75f, -100, 1000, float.NaN) });
        Assert.Equal([10, 10, 12, 0, 255, 10], outputs["q"].Values<byte>().ToArray());
        Assert.Equal([0f, 0, 1, -5, 122.5f, 0], outputs["y"].ToFloat());
    }

    [Fact]
    public void Parallel_convolution_gives_the_same_bits()
    {
        var random = new Random(1);
        Tensor w = ModelBuilder.Random(random, 32, 16, 3, 3);
        Tensor large = ModelBuilder.Random(random, 1, 16, 60, 60);
        float[] whole = Convolve(large, w, 60);

        // The same rows in pieces small enough for one thread.
        for (int row = 0; row + 6 <= 60; row += 4)
        {
            var rows = new float[16 * 6 * 60];
            for (int c = 0; c < 16; c++)
            {
                large.Values<float>().Slice((c * 3600) + (row * 60), 360).CopyTo(rows.AsSpan(c * 360));
            }

            float[] part = Convolve(Tensor.Create([1, 16, 6, 60], rows), w, 6);
            for (int m = 0; m < 32; m++)
            {
                Assert.Equal(whole.AsSpan((m * 58 * 58) + (row * 58), 4 * 58), part.AsSpan(m * 4 * 58, 4 * 58));
            }
        }
    }

    [Fact]
    public void Cancellation_is_heeded()
    {
        Graph graph = new ModelBuilder().Input("x", 2).Node("Relu", "x", "y").Output("y").Normalize();
        Assert.Throws<OperationCanceledException>(() => ReferenceEvaluator.Run(graph, new Dictionary<string, Tensor> { ["x"] = Tensor.Floats(1, 2) }, ct: new CancellationToken(canceled: true)));
    }

    private static float[] Convolve(Tensor x, Tensor w, int height)
    {
        Graph graph = new ModelBuilder().Input("x", 1, 16, height, 60).Constant("w", w).Node("Conv", "x w", "y").Output("y").Normalize();
        return ReferenceEvaluator.Run(graph, new Dictionary<string, Tensor> { ["x"] = x })["y"].ToFloat();
    }
}
