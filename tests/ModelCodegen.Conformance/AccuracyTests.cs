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

    /// <summary>Against the float network itself: the ratio of signal to noise in the logits, and how often the class is the same.</summary>
    [Theory]
    [InlineData("lenet", "int16x8", 35, 99.6)]
    [InlineData("mobilenet", "int16x8", 35, 99.6)]
    [InlineData("lenet", "float16-weights", 55, 99.95)]
    [InlineData("mobilenet", "float16-weights", 55, 99.95)]
    [InlineData("lenet", "int8-weights", 35, 99.6)]
    [InlineData("mobilenet", "int8-weights", 35, 99.6)]
    public void Finer_schemes_are_hard_to_tell_from_float(string model, string variant, double decibels, double agreement)
    {
        (string plan, byte[] weights) = SampleNetwork.Parts(model, variant);
        (string floatPlan, byte[] floatWeights) = SampleNetwork.Parts(model, "none");
        using var network = GeneratedNetwork.Compile(plan, weights);
        using var reference = GeneratedNetwork.Compile(floatPlan, floatWeights);
        double signal = 0;
        double noise = 0;
        int same = 0;
        foreach (float[] image in FashionMnist.Images)
        {
            var expected = (float[])reference.Run(image)[0];
            var actual = (float[])network.Run(image)[0];
            signal += expected.Sum(value => (double)value * value);
            noise += expected.Zip(actual).Sum(pair => Math.Pow((double)pair.First - pair.Second, 2));
            same += Array.IndexOf(expected, expected.Max()) == Array.IndexOf(actual, actual.Max()) ? 1 : 0;
        }

        string figures = $"{10 * Math.Log10(signal / noise):F1} dB, the same class on {100.0 * same / FashionMnist.Images.Length:F2} %";
        Assert.True(10 * Math.Log10(signal / noise) >= decibels && 100.0 * same / FashionMnist.Images.Length >= agreement, figures);
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
