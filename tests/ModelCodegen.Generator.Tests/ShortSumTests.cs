using System.Runtime.Intrinsics.X86;
using ModelCodegen.Generator.Tests.Cases;
using ModelCodegen.Plan;
using ModelCodegen.Testing;

namespace ModelCodegen.Generator.Tests;

/// <summary>The limits of sums in 16 bits; that kernels are exact within them is among the <see cref="KernelTests"/>.</summary>
public sealed class ShortSumTests
{
    [Fact]
    public void Beyond_the_limit_bits_differ()
    {
        IReadOnlyList<KernelCase> cases = AllCases.BeyondShortSums();
        string image = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(image, GeneratedNetwork.Image([.. cases.Select(c => (PlanXml.Write(c.Plan), c.Weights))]));
            Assert.Equal(Avx2.IsSupported ? [1, 2] : [], WrongQuads("Avx512"));
            Assert.Equal(Avx2.IsSupported ? [1, 2] : [], WrongQuads("Avx2"));
            Assert.Empty(WrongQuads("Vector128"));
        }
        finally
        {
            File.Delete(image);
        }

        int[] WrongQuads(string tier)
        {
            string output = ChildProcess.Run(typeof(Program).Assembly, Tier.All.Single(t => t.Name == tier).Environment, "beyond", image);
            string[][] results = [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split('\t'))];
            Assert.Equal(cases.Count, results.Length);
            return [.. cases.Where((_, i) => results[i][2].Length > 0).Select(c => ((ConvStep)c.Step).ShortSumQuads).Distinct().Order()];
        }
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public void Cases_reach_the_limit_and_both_ends_of_inputs(int quads, bool pruned)
    {
        KernelCase[] cases = [.. Enumerable.Range(KernelTests.Compiled.Seed, 40).Select(seed => ConvCases.ShortSum(seed)).Where(c => c.Step is ConvStep step && step.ShortSumQuads == quads && step.BlockStarts is null != pruned)];
        Assert.Contains(cases, c => c.Arena.Count(value => value is 0 or 255) > c.Arena.Length / 2);
        var pairs = new HashSet<(int, int)>();
        foreach (KernelCase c in cases)
        {
            for (int i = 0; i < ((ConvStep)c.Step).Bias.Offset - 1; i += 2)
            {
                pairs.Add(((sbyte)c.Weights[i], (sbyte)c.Weights[i + 1]));
            }
        }

        Assert.Superset(new HashSet<(int, int)> { (64, 64), (127, 1), (-127, -1), (-128, 0), (-128, 127) }, pairs);
    }

    [Theory]
    [InlineData(3, 1)]
    [InlineData(-1, 1)]
    [InlineData(2, 3)]
    public void Sums_that_are_no_such_sums_are_a_diagnostic(int quads, int unroll) => Complains(step => step with { ShortSumQuads = quads, Tile = step.Tile with { Unroll = unroll }, Run = 16 });

    [Theory]
    [InlineData(ElementType.Float32)]
    [InlineData(ElementType.Int16)]
    public void Sums_of_other_inputs_are_a_diagnostic(ElementType input) =>
        Complains(step => step with { ShortSumQuads = 1, InputType = input, OutputType = ElementType.Float32 });

    [Theory]
    [InlineData(0, 3)]
    [InlineData(1, 3)]
    [InlineData(2, 1)]
    [InlineData(2, 2)]
    [InlineData(2, 4)]
    public void Loops_that_keep_sums_whole_are_right(int quads, int unroll) =>
        Assert.Empty(Diagnostics(step => step with { ShortSumQuads = quads, Tile = step.Tile with { Unroll = unroll }, Run = 16 }));

    private static void Complains(Func<ConvStep, ConvStep> change)
    {
        Microsoft.CodeAnalysis.Diagnostic diagnostic = Assert.Single(Diagnostics(change));
        Assert.Equal("MCG4001", diagnostic.Id);
        Assert.Contains("sums of 16 bits", diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    private static IEnumerable<Microsoft.CodeAnalysis.Diagnostic> Diagnostics(Func<ConvStep, ConvStep> change)
    {
        NetworkPlan plan = SmallPlans.Conv().Plan;
        return new GeneratorRun().Run(("a.plan.xml", PlanXml.Write(plan with { Steps = plan.Steps.Select(step => step is ConvStep conv ? change(conv) : step).ToArray() }))).Result.Diagnostics;
    }
}
