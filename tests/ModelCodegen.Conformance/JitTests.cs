using ModelCodegen.Testing;

namespace ModelCodegen.Conformance;

/// <summary>The JIT fully optimises every method of the generated classes, by its own account.</summary>
public sealed class JitTests
{
    [Theory]
    [InlineData("lenet", "int8")]
    [InlineData("lenet", "int8+block")]
    [InlineData("mobilenet", "none")]
    [InlineData("mobilenet", "int8")]
    [InlineData("mobilenet", "int8-dynamic")]
    [InlineData("mobilenet", "int16x8")]
    [InlineData("mobilenet", "float16-weights")]
    public void Every_generated_method_is_fully_optimised(string model, string variant)
    {
        (string plan, byte[] weights) = SampleNetwork.Parts(model, variant);
        string folder = Directory.CreateTempSubdirectory("jit").FullName;
        try
        {
            string image = Path.Combine(folder, "network.dll");
            string planFile = Path.Combine(folder, "plan.xml");
            string summary = Path.Combine(folder, "jit.txt");
            File.WriteAllBytes(image, GeneratedNetwork.Image([(plan, weights)]));
            File.WriteAllText(planFile, plan);
            foreach (Tier tier in Tier.All.Where(tier => tier.Name != "Scalar"))
            {
                var environment = new Dictionary<string, string>(tier.Environment)
                {
                    // Without tiering every method is compiled once, as well as the JIT will ever do it.
                    ["DOTNET_TieredCompilation"] = "0",
                    ["DOTNET_JitStdOutFile"] = summary,
                    ["DOTNET_JitDisasmSummary"] = "1",
                };
                ChildProcess.Run(typeof(Program).Assembly, environment, "run", image, planFile, "1");
                string type = "Sample." + SampleNetwork.Compress(model, variant).Plan.ClassName;
                string[] methods = [.. File.ReadLines(summary).Where(line => line.Contains(type, StringComparison.Ordinal) || line.Contains("__KernelMethods:", StringComparison.Ordinal))];
                Assert.Contains(methods, line => line.Contains("KernelMethods", StringComparison.Ordinal));
                Assert.Contains(methods, line => line.Contains(":Run(", StringComparison.Ordinal));
                Assert.All(methods, line => Assert.Contains("FullOpts", line));
                File.Delete(summary);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
