using ModelCodegen.Peers;
using ModelCodegen.Testing;

namespace ModelCodegen.Conformance;

/// <summary>Whole networks give what ONNX Runtime gives.</summary>
public sealed class OracleTests
{
    private const int Images = 500;

    public static TheoryData<string, string> Float => Cases("none", "none+block", "int8-weights", "int8-weights+block", "float16-weights", "float16-weights+block");

    public static TheoryData<string> Models => [.. SampleNetwork.Models];

    [Theory]
    [MemberData(nameof(Float))]
    public void Float_networks_agree_within_a_ten_thousandth(string model, string variant)
    {
        byte[] onnx = variant == "none" ? File.ReadAllBytes(SampleNetwork.ModelPath(model)) : SampleNetwork.AsOnnx(model, variant);
        Compare(model, variant, onnx, (ours, oracle) =>
        {
            float largest = oracle.Max(Math.Abs);
            Assert.All(ours.Zip(oracle), pair => Assert.True(Math.Abs(pair.First - pair.Second) <= 1e-4f * largest, $"{pair.First} is not {pair.Second}"));
        });
    }

    /// <summary>
    /// Without optimizations ONNX Runtime computes a QDQ network in floats, whose sums it rounds: about one value in 100,000
    /// falls to the other side of a rounding edge (<see cref="LayerTests"/> holds every layer to that), and from there the
    /// difference spreads through the layers that follow. Two convolutions leave it below a thousandth of the outputs and
    /// within a step, which is 1/255 of the outputs' range; thirty within 3. With its integer kernels ONNX Runtime differs from
    /// us ten times less often.
    /// </summary>
    [Theory]
    [InlineData("lenet", "int8", 0.001, 1)]
    [InlineData("lenet", "int8+block", 0.001, 1)]
    [InlineData("lenet", "int8+magnitude", 0.001, 1)]
    [InlineData("mobilenet", "int8", 0.03, 3)]
    [InlineData("mobilenet", "int8+block", 0.03, 3)]
    [InlineData("mobilenet", "int8+magnitude", 0.03, 3)]
    public void Quantized_networks_agree_to_the_step(string model, string variant, double share, int most)
    {
        var pairs = new List<(float[] Ours, float[] Oracle)>();
        Compare(model, variant, SampleNetwork.AsOnnx(model, variant), (ours, oracle) => pairs.Add((ours, oracle)));

        // The outputs are floats; a step is what it would be if they were bytes.
        var steps = new StepCount((pairs.Max(pair => pair.Oracle.Max()) - pairs.Min(pair => pair.Oracle.Min())) / 255, most);
        pairs.ForEach(pair => steps.Add(pair.Ours, pair.Oracle));
        steps.AssertApart(share);
    }

    /// <summary>A value at a rounding edge may go either way, by one of 65,536 codes: from float to float the difference stays as small.</summary>
    [Theory]
    [MemberData(nameof(Models))]
    public void Networks_of_16_bit_activations_agree_within_a_thousandth(string model)
    {
        Compare(model, "int16x8", SampleNetwork.AsOnnx(model, "int16x8"), (ours, oracle) =>
        {
            float largest = oracle.Max(Math.Abs);
            Assert.All(ours.Zip(oracle), pair => Assert.True(Math.Abs(pair.First - pair.Second) <= 1e-3f * largest, $"{pair.First} is not {pair.Second}"));
        });
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Dynamically_quantized_networks_agree(string model)
    {
        // ONNX Runtime multiplies the dequantized floats, we the bytes: a value at a rounding edge may go either way.
        Compare(model, "int8-dynamic", SampleNetwork.AsOnnx(model, "int8-dynamic"), (ours, oracle) =>
        {
            float largest = oracle.Max(Math.Abs);
            Assert.All(ours.Zip(oracle), pair => Assert.True(Math.Abs(pair.First - pair.Second) <= 0.02f * largest, $"{pair.First} is not {pair.Second}"));
        });
    }

    private static TheoryData<string, string> Cases(params string[] variants)
    {
        var cases = new TheoryData<string, string>();
        foreach (string model in SampleNetwork.Models)
        {
            foreach (string variant in variants)
            {
                cases.Add(model, variant);
            }
        }

        return cases;
    }

    private static void Compare(string model, string variant, byte[] onnx, Action<float[], float[]> compare)
    {
        (string plan, byte[] weights) = SampleNetwork.Parts(model, variant);
        using var network = GeneratedNetwork.Compile(plan, weights);
        using var oracle = OrtSession.Oracle(onnx);
        foreach (float[] image in FashionMnist.Images.Take(Images))
        {
            compare((float[])network.Run(image)[0], oracle.Run(image)[0]!);
        }
    }
}
