using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ModelCodegen.Plan;
using ModelCodegen.Testing;

namespace ModelCodegen.Generator.Tests;

/// <summary>What the generator does again and what not, and what it complains about.</summary>
public sealed class PipelineTests
{
    private const string Emit = "ModelCodegen.Emit";
    private static readonly (string, string) A = ("a.plan.xml", PlanXml.Write(SmallPlans.Unary("A")));
    private static readonly (string, string) B = ("b.plan.xml", PlanXml.Write(SmallPlans.Unary("B")));

    [Fact]
    public void The_same_plans_are_not_emitted_again()
    {
        GeneratorRun run = new GeneratorRun().Run(A, B);
        run.Run(A, B);
        Assert.All(run.Reasons(Emit), reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
        Assert.All(run.Result.TrackedOutputSteps.SelectMany(s => s.Value).SelectMany(s => s.Outputs), o => Assert.Equal(IncrementalStepRunReason.Cached, o.Reason));
    }

    [Fact]
    public void Only_the_changed_plan_is_emitted_again()
    {
        GeneratorRun run = new GeneratorRun().Run(A, B);
        run.Run(A, (B.Item1, PlanXml.Write(SmallPlans.Unary("B") with { Options = "other" })));
        Assert.Equal([IncrementalStepRunReason.Cached, IncrementalStepRunReason.Modified], run.Reasons(Emit).OrderBy(reason => reason.ToString()));
    }

    [Fact]
    public void A_plan_of_the_same_content_is_not_emitted_again()
    {
        GeneratorRun run = new GeneratorRun().Run(A);
        run.Run((A.Item1, A.Item2.Replace("<plan", "\n<plan", StringComparison.Ordinal)));
        Assert.All(run.Reasons(Emit), reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
    }

    [Fact]
    public void The_order_of_plans_does_not_matter()
    {
        static string[] Sources(GeneratorRun run) => [.. run.Result.GeneratedSources.Select(s => s.HintName + s.SourceText)];
        Assert.Equal(Sources(new GeneratorRun().Run(A, B)), Sources(new GeneratorRun().Run(B, A)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("<plan")]
    [InlineData("<other version=\"1\" />")]
    [InlineData("<plan version=\"999\" />")]
    [InlineData("<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><plan version=\"1\">&b;</plan>")]
    public void A_broken_file_is_a_diagnostic(string text) => Complains("MCG4001", new GeneratorRun().Run(("folder/a.plan.xml", text)));

    [Fact]
    public void Every_damage_to_a_plan_is_a_diagnostic_or_harmless()
    {
        (NetworkPlan plan, _) = SmallPlans.Conv();
        string text = PlanXml.Write(plan);
        var random = new Random(11);
        for (int i = 0; i < 150; i++)
        {
            char[] damaged = text.ToCharArray();
            damaged[random.Next(damaged.Length)] = "0-9x\"<> ,&"[random.Next(10)];
            GeneratorRun run = new GeneratorRun().Run(("a.plan.xml", new string(damaged)));
            Assert.Null(run.Result.Exception);
            Assert.All(run.Result.Diagnostics, d => Assert.StartsWith("MCG", d.Id, StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("int")]
    [InlineData("A B")]
    [InlineData("A{}class C")]
    [InlineData("Run")]
    public void An_illegal_class_name_is_a_diagnostic(string name) =>
        Complains("MCG4001", new GeneratorRun().Run(("folder/a.plan.xml", PlanXml.Write(SmallPlans.Unary(name)))));

    [Fact]
    public void A_location_outside_its_memory_is_a_diagnostic()
    {
        NetworkPlan plan = SmallPlans.Unary();
        var step = (UnaryStep)plan.Steps[0];
        Complains("MCG4001", new GeneratorRun().Run(("folder/a.plan.xml", PlanXml.Write(plan with { Steps = new Step[] { step with { Input = ModelCodegen.Plan.Location.Input(1) } } }))));
    }

    [Fact]
    public void Old_languages_and_missing_unsafe_are_diagnostics()
    {
        string conv = PlanXml.Write(SmallPlans.Conv().Plan);
        Complains("MCG4002", new GeneratorRun(language: LanguageVersion.CSharp11).Run(("folder/a.plan.xml", A.Item2)));
        Complains("MCG4002", new GeneratorRun(allowUnsafe: false).Run(("folder/a.plan.xml", conv)));
        var copied = new Dictionary<string, string> { ["ModelCodegenUnsafe"] = "false" };
        Assert.Empty(new GeneratorRun(copied, allowUnsafe: false).Run(("a.plan.xml", conv)).Result.Diagnostics);
    }

    [Fact]
    public void Precompiled_kernels_are_not_left_to_the_JIT()
    {
        string conv = PlanXml.Write(SmallPlans.Conv().Plan);
        const string Jit = "[MethodImpl(MethodImplOptions.AggressiveOptimization)]";
        string usual = Source([]);
        Assert.Contains(Jit, usual, StringComparison.Ordinal);
        Assert.Equal(usual, Source(new() { ["ModelCodegenPrecompiled"] = "false" }));
        string[] others = [.. usual.Split('\n').Where(line => line.Trim() != Jit)];
        Assert.Equal(others, Source(new() { ["ModelCodegenPrecompiled"] = "true" }).Split('\n'));

        string Source(Dictionary<string, string> options) => new GeneratorRun(options).Run(("a.plan.xml", conv)).Result.GeneratedSources.Single().SourceText.ToString();
    }

    [Fact]
    public void Two_plans_of_one_class_are_a_diagnostic() => Complains("MCG4003", new GeneratorRun().Run(("folder/a.plan.xml", A.Item2), ("folder/b.plan.xml", A.Item2)));

    [Fact]
    public void Other_additional_files_are_ignored() => Assert.Empty(new GeneratorRun().Run(("a.xml", "<plan"), ("readme.md", "")).Result.Diagnostics);

    private static void Complains(string id, GeneratorRun run)
    {
        Diagnostic diagnostic = Assert.Single(run.Result.Diagnostics);
        Assert.Equal(id, diagnostic.Id);
        Assert.Equal("folder/a.plan.xml", diagnostic.Location.GetLineSpan().Path);
        Assert.Null(run.Result.Exception);
        Assert.Empty(run.Result.GeneratedSources);
    }
}
