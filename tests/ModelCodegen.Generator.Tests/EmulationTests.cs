using ModelCodegen.Generator.Tests.Cases;
using ModelCodegen.Plan;
using ModelCodegen.Testing;

namespace ModelCodegen.Generator.Tests;

/// <summary>Kernels for processors that this one is not: compiled against classes that do their instructions element by element.</summary>
public sealed class EmulationTests
{
    public static TheoryData<string> Processors => [.. EmulatedProcessor.All.Select(p => p.Name)];

    [Theory]
    [MemberData(nameof(Processors))]
    public void Kernels_give_what_the_formulas_say(string processor)
    {
        EmulatedProcessor emulated = EmulatedProcessor.All.Single(p => p.Name == processor);
        IReadOnlyList<KernelCase> cases = AllCases.Products();
        string file = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(file, GeneratedNetwork.Image([.. cases.Select(c => (PlanXml.Write(c.Plan), c.Weights))], out _, instrument: emulated.Compile));

            // Of this machine only what the emulated one has, too.
            Tier tier = Tier.All.Single(t => t.Name == (processor.StartsWith("Avx", StringComparison.Ordinal) ? "Best" : "Scalar"));
            string output = ChildProcess.Run(typeof(Program).Assembly, tier.Environment, "products", file);
            string[][] results = [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split('\t'))];
            string[] wrong = [.. results.Where(r => r[2].Length > 0).Select(r => r[0] + ": " + r[2])];
            Assert.True(wrong.Length == 0, $"{wrong.Length} wrong:\n" + string.Join("\n", wrong.Take(10)));
            Assert.Equal(cases.Count, results.Length);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
