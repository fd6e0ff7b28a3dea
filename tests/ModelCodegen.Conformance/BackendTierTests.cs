using ModelCodegen.Conformance.Backend;
using ModelCodegen.Testing;

namespace ModelCodegen.Conformance;

/// <summary>
/// The networks of ONNX's backend tests, and with them nearly every general kernel, give the same bits on every instruction
/// set. Float convolutions alone may differ.
/// </summary>
public sealed class BackendTierTests
{
    // Most networks of the group have no float convolution.
    private const int LeastNetworks = 800;

    [Fact]
    public void Same_bits_on_every_tier()
    {
        string folder = Directory.CreateTempSubdirectory("backend-tiers").FullName;
        try
        {
            IReadOnlyList<string> names = BackendSuite.Write("node", folder);
            Assert.InRange(names.Count, LeastNetworks, int.MaxValue);
            string[][] results = [.. Tier.All.Select(tier => ChildProcess.Run(typeof(Program).Assembly, tier.Environment, "backend-run", "node", folder)
                .Split('\n', StringSplitOptions.RemoveEmptyEntries))];
            Assert.Equal(names.Count, results[0].Length);
            for (int i = 1; i < results.Length; i++)
            {
                string[] different = [.. results[i].Except(results[0])];
                Assert.True(different.Length == 0 && results[i].Length == results[0].Length, $"{Tier.All[i].Name} differs from {Tier.All[0].Name}: {string.Join(", ", different)}");
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
