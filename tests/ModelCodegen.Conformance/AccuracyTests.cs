using ModelCodegen.Compiler;
using ModelCodegen.Testing;

namespace ModelCodegen.Conformance;

/// <summary>What compression costs and brings on 10,000 images.</summary>
public sealed class AccuracyTests
{
    private const double LargestDropInPoints = 0.3;

    [Theory]
    [InlineData("lenet", "int8")]
    [InlineData("mobilenet", "int8")]
    [InlineData("lenet", "int8-dynamic")]
    [InlineData("mobilenet", "int8-dynamic")]
    public void Quantization_costs_at_most_three_tenths_of_a_point(string model, string variant)
    {
        double before = Top1(model, "none");
        double after = Top1(model, variant);
        Assert.True(before - after <= LargestDropInPoints, $"float {before:F2} %, {variant} {after:F2} %");
        Assert.True(before > 88, $"float {before:F2} %");
    }

    [Theory]
    [InlineData("lenet", 0.27)]
    [InlineData("mobilenet", 0.33)]
    public void Weights_shrink(string model, double share)
    {
        long file = new FileInfo(SampleNetwork.ModelPath(model)).Length;
        CompressResult dense = SampleNetwork.Compress(model, "int8");
        CompressResult pruned = SampleNetwork.Compress(model, "int8+block");
        Assert.True(dense.Weights.Length <= share * file, $"{dense.Weights.Length} of {file} bytes");
        Assert.True(pruned.Weights.Length < dense.Weights.Length, $"pruned {pruned.Weights.Length}, dense {dense.Weights.Length} bytes");
        Assert.InRange(pruned.Plan.Sparsity, 0.45, 0.55);
        Assert.Equal(0, dense.Plan.Sparsity, 2);
    }

    private static double Top1(string model, string variant)
    {
        (string plan, byte[] weights) = SampleNetwork.Parts(model, variant);
        using var network = GeneratedNetwork.Compile(plan, weights);
        int correct = 0;
        for (int i = 0; i < FashionMnist.Images.Length; i++)
        {
            var logits = (float[])network.Run(FashionMnist.Images[i])[0];
            correct += Array.IndexOf(logits, logits.Max()) == FashionMnist.Labels[i] ? 1 : 0;
        }

        return 100.0 * correct / FashionMnist.Images.Length;
    }
}
