using ModelCodegen.Compiler;
using ModelCodegen.Peers.Zoo;
using ModelCodegen.Plan;
using ModelCodegen.Testing;

namespace ModelCodegen.Conformance;

/// <summary>
/// Int8 networks of the zoo, float islands included, give the same bits on every instruction set, and the JIT fully optimises
/// all of their methods.
/// </summary>
public sealed class ZooTierTests
{
    [Theory]
    [InlineData("mobilenet_v3_small")]
    [InlineData("lstm_tagger")]
    [InlineData("gru_tagger")]
    [InlineData("bert_small")]
    [InlineData("vit_small")]
    [InlineData("unet")]
    [InlineData("efficientnet_b0")]
    public void Same_bits_everywhere_by_optimised_methods(string model)
    {
        string folder = Directory.CreateTempSubdirectory("zoo-tiers").FullName;
        try
        {
            string path = ZooModels.Find(model);
            string data = Path.Combine(folder, "calibration.npy");
            string image = Path.Combine(folder, "network.dll");
            string planFile = Path.Combine(folder, "plan.xml");
            string summary = Path.Combine(folder, "jit.txt");
            var options = new CompressOptions { ModelPath = path, ClassName = "Net", Namespace = "Zoo", Quantization = QuantizationScheme.None };
            Port input = ModelCompiler.Compile(options, _ => { }).Plan.Inputs[0];
            ZooInputs.WriteNpy(data, input.Shape, ZooInputs.Make(input.Shape, input.Type == ElementType.Int64 ? typeof(long) : typeof(float), 2, seed: 1));
            CompressResult result = ModelCompiler.Compile(options with { Quantization = QuantizationScheme.Int8, CalibrationFiles = [data] }, _ => { });
            string xml = PlanXml.Write(result.Plan);
            File.WriteAllBytes(image, GeneratedNetwork.Image([(xml, result.Weights)]));
            File.WriteAllText(planFile, xml);
            var hashes = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (Tier tier in Tier.All.Where(tier => tier.Name != "Scalar"))
            {
                var environment = new Dictionary<string, string>(tier.Environment)
                {
                    ["DOTNET_TieredCompilation"] = "0",
                    ["DOTNET_JitStdOutFile"] = summary,
                    ["DOTNET_JitDisasmSummary"] = "1",
                };
                hashes[tier.Name] = ChildProcess.Run(typeof(Program).Assembly, environment, "zoo-run", image, planFile).Trim();
                string[] methods = [.. File.ReadLines(summary).Where(line => line.Contains("Zoo.Net", StringComparison.Ordinal) || line.Contains("__KernelMethods:", StringComparison.Ordinal))];
                Assert.Contains(methods, line => line.Contains("__KernelMethods:", StringComparison.Ordinal));
                Assert.All(methods, line => Assert.DoesNotContain("MinOpts", line, StringComparison.Ordinal));
                File.Delete(summary);
            }

            Assert.True(hashes.Values.Distinct().Count() == 1, string.Join(", ", hashes));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
