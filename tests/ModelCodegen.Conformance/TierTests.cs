using System.Globalization;
using ModelCodegen.Compiler;
using ModelCodegen.Compiler.Export;
using ModelCodegen.Plan;
using ModelCodegen.Testing;

namespace ModelCodegen.Conformance;

/// <summary>Integer networks give the same bits on every instruction set, dynamic quantization and float glue included.</summary>
public sealed class TierTests
{
    // The scalar tier is some thousand times slower.
    private const int Images = 3;

    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (string model in SampleNetwork.Models)
            {
                foreach (string variant in new[] { "int8", "int8+block", "int8-dynamic", "int16x8" })
                {
                    cases.Add(model, variant);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Integer_networks_give_the_same_bits_on_every_tier(string model, string variant)
    {
        (string plan, byte[] weights) = SampleNetwork.Parts(model, variant);
        Check(plan, weights);
    }

    /// <summary>Weights of a quantized model may be -128, which our own never are.</summary>
    [Fact]
    public void Weights_of_all_values_give_the_same_bits_on_every_tier()
    {
        var model = new QuantizedModel(new Random(1), signed: true, operators: true) { InputScale = 1 };
        string depthwise = model.Conv(
            model.Conv(model.Input(1, 1, 28, 28), [20, 1, 5, 5], "s8", 4), [20, 1, 3, 3], "lowest", 8, OnnxGraphBuilder.Int("group", 20));
        CompressResult result = QuantizedModelTests.Compile(model.Output(model.Conv(depthwise, [9, 20, 3, 3], "lowest", 60), 1, 9, 20, 20), "Lowest");
        Check(PlanXml.Write(result.Plan), result.Weights);
    }

    private static void Check(string plan, byte[] weights)
    {
        string folder = Directory.CreateTempSubdirectory("tiers").FullName;
        try
        {
            string image = Path.Combine(folder, "network.dll");
            string planFile = Path.Combine(folder, "plan.xml");
            File.WriteAllBytes(image, GeneratedNetwork.Image([(plan, weights)]));
            File.WriteAllText(planFile, plan);
            string[] hashes = [.. Tier.All.Select(tier => ChildProcess.Run(
                typeof(Program).Assembly,
                tier.Environment,
                "run",
                image,
                planFile,
                Images.ToString(CultureInfo.InvariantCulture)).Trim())];
            Assert.All(hashes, hash => Assert.Equal(hashes[0], hash));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
