using System.Text;
using ModelCodegen.Compiler.Import.Protobuf;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Tests.Compress;

/// <summary>That weights are quantized for the sums that kernels make, which lowering decides on.</summary>
public sealed class ShortSumNetworkTests
{
    [Theory]
    [InlineData(3, 1)]
    [InlineData(3, 3)]
    [InlineData(3, 5)]
    [InlineData(8, 1)]
    [InlineData(8, 3)]
    [InlineData(12, 3)]
    [InlineData(12, 5)]
    [InlineData(16, 3)]
    [InlineData(20, 1)]
    [InlineData(20, 3)]
    [InlineData(20, 5)]
    [InlineData(16, 3, 2, 1)]
    [InlineData(24, 3, 2, 1)]
    [InlineData(12, 3, 1, 2)]
    [InlineData(20, 3, 1, 2)]
    [InlineData(16, 3, 2, 2)]
    [InlineData(6, 3, 2, 1)]
    public void Kernels_sum_what_codes_allow(int channels, int kernel, int groups = 1, int dilation = 1)
    {
        var random = new Random((channels * 100) + (kernel * 10) + groups + dilation);
        int pad = kernel / 2 * dilation;
        ModelBuilder model = new ModelBuilder()
            .Input("x", 1, 3, 9, 9).Output("z")
            .Constant("v", HeavyTailed(random, channels, 3, 3, 3)).Constant("w", HeavyTailed(random, 16, channels / groups, kernel, kernel)).Constant("b", ModelBuilder.Random(random, 16))
            .Constant("m", HeavyTailed(random, 16 * 81, 5))
            .Node("Conv", "x v", "a", ("pads", new[] { 1, 1, 1, 1 })).Node("Relu", "a", "r")
            .Node("Conv", "r w b", "y", ("pads", new[] { pad, pad, pad, pad }), ("dilations", new[] { dilation, dilation }), ("group", groups))
            .Node("Flatten", "y", "f").Node("MatMul", "f m", "z");
        foreach (QuantizationScheme scheme in new[] { QuantizationScheme.Int8, QuantizationScheme.Int8Dynamic })
        {
            ConvStep[] steps = [.. Compile(model, scheme).Steps.OfType<ConvStep>()];
            Assert.Equal(3, steps.Length);
            Assert.All(steps.Take(2), step => Assert.Equal(Math.Min(ShortSums.MostQuads, (step.Run + 3) / 4), step.ShortSumQuads));
        }
    }

    [Fact]
    public void Several_flattened_maps_are_summed_in_their_own_order()
    {
        var random = new Random(9);
        ModelBuilder model = new ModelBuilder()
            .Input("x", 2, 3, 5, 5).Output("z")
            .Constant("v", HeavyTailed(random, 12, 3, 3, 3)).Constant("m", HeavyTailed(random, 12 * 9, 20))
            .Constant("n", HeavyTailed(random, 20, 5))
            .Node("Conv", "x v", "y").Node("Flatten", "y", "f").Node("MatMul", "f m", "g").Node("Relu", "g", "h").Node("MatMul", "h n", "z");
        ConvStep[] steps = [.. Compile(model, QuantizationScheme.Int8).Steps.OfType<ConvStep>()];
        Assert.Equal([2, 2, 1], steps.Select(step => step.ShortSumQuads));
    }

    private static NetworkPlan Compile(ModelBuilder model, QuantizationScheme scheme)
    {
        using var folder = new TemporaryFolder();
        var random = new Random(3);
        int[] shape = [.. model.Model.Graph.Input[0].Type.TensorType.Shape.Dim.Select(dim => (int)dim.DimValue)];
        string header = $"{{'descr': '<f4', 'fortran_order': False, 'shape': (4, {string.Join(", ", shape)}), }}\n";
        Tensor samples = ModelBuilder.Random(random, [4, .. shape]);
        byte[] data = [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. Encoding.ASCII.GetBytes(header), .. samples.Bytes];
        var options = new CompressOptions
        {
            ModelPath = folder.File("net.onnx", model.ToBytes()),
            ClassName = "Net",
            Quantization = scheme,
            CalibrationFiles = scheme == QuantizationScheme.Int8 ? [folder.File("x.npy", data)] : [],
        };
        return ModelCompiler.Compile(options, _ => { }).Plan;
    }

    // A few large weights leave sums room, so that two quads cost little.
    private static Tensor HeavyTailed(Random random, params int[] shape)
    {
        var values = new float[ShapeArithmetic.Length(shape)];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (float)Math.Pow(Enumerable.Range(0, 12).Sum(_ => random.NextDouble()) - 6, 3);
        }

        return Tensor.Create([.. shape], values);
    }
}
