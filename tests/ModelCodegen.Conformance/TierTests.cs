using System.Globalization;
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
                foreach (string variant in new[] { "int8", "int8+block", "int8-dynamic" })
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
