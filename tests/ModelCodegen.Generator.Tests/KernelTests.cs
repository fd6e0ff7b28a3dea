using ModelCodegen.Generator.Tests.Cases;
using ModelCodegen.Plan;
using ModelCodegen.Testing;

namespace ModelCodegen.Generator.Tests;

/// <summary>Every kernel against the plan's formulas, over random shapes, on every instruction set.</summary>
public sealed class KernelTests : IClassFixture<KernelTests.Compiled>
{
    private readonly Compiled compiled;

    public KernelTests(Compiled compiled) => this.compiled = compiled;

    public static TheoryData<string> Tiers => [.. Tier.All.Select(t => t.Name)];

    [Theory]
    [MemberData(nameof(Tiers))]
    public void Kernels_give_what_the_formulas_say(string tier)
    {
        string[] wrong = [.. compiled.Results(tier).Where(r => r[2].Length > 0).Select(r => r[0] + ": " + r[2])];
        Assert.True(wrong.Length == 0, $"seed {Compiled.Seed}, {wrong.Length} wrong:\n" + string.Join("\n", wrong.Take(10)));
        Assert.Equal(compiled.Count, compiled.Results(tier).Count);
    }

    [Theory]
    [MemberData(nameof(Tiers))]
    public void All_instruction_sets_give_the_same_bits(string tier)
    {
        string[] best = [.. compiled.Results("Best").Select(r => r[0] + " " + r[1])];
        Assert.Equal(best, compiled.Results(tier).Select(r => r[0] + " " + r[1]));
    }

    /// <summary>All cases, compiled once, and their results per tier.</summary>
    public sealed class Compiled : IDisposable
    {
        public const int Seed = 1000;
        private readonly string image = Path.GetTempFileName();
        private readonly Dictionary<string, List<string[]>> results = [];

        public Compiled()
        {
            IReadOnlyList<KernelCase> cases = AllCases.Make(Seed);
            Count = cases.Count;
            File.WriteAllBytes(image, GeneratedNetwork.Image([.. cases.Select(c => (PlanXml.Write(c.Plan), c.Weights))]));
        }

        public int Count { get; }

        public List<string[]> Results(string tier)
        {
            if (!results.TryGetValue(tier, out List<string[]>? lines))
            {
                string output = ChildProcess.Run(
                    typeof(Program).Assembly,
                    Tier.All.Single(t => t.Name == tier).Environment,
                    "cases",
                    Seed.ToString(System.Globalization.CultureInfo.InvariantCulture),
                    image);
                results[tier] = lines = [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split('\t'))];
            }

            return lines;
        }

        public void Dispose() => File.Delete(image);
    }
}
