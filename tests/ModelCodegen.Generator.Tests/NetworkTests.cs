using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ModelCodegen.Generator.Tests.Reference;
using ModelCodegen.Plan;
using ModelCodegen.Testing;

namespace ModelCodegen.Generator.Tests;

/// <summary>The generated class as its users see it.</summary>
public sealed class NetworkTests
{
    [Fact]
    public void A_network_computes_what_its_plan_says()
    {
        (NetworkPlan plan, byte[] weights) = SmallPlans.Conv();
        byte[] input = Bytes(256);
        using GeneratedNetwork network = GeneratedNetwork.Compile(PlanXml.Write(plan), weights);
        Assert.Equal(PlanReference.Run(plan, weights, input)[0], network.Run(input)[0]);
    }

    [Fact]
    public void Weights_may_be_copied_instead_of_mapped()
    {
        (NetworkPlan plan, byte[] weights) = SmallPlans.Conv();
        byte[] input = Bytes(256);
        using GeneratedNetwork network = GeneratedNetwork.Compile(PlanXml.Write(plan), weights, allowUnsafe: false);
        Assert.Equal(PlanReference.Run(plan, weights, input)[0], network.Run(input)[0]);
    }

    [Fact]
    public void The_class_has_the_promised_members()
    {
        (NetworkPlan plan, byte[] weights) = SmallPlans.Conv();
        using GeneratedNetwork network = GeneratedNetwork.Compile(PlanXml.Write(plan), weights);
        object? Constant(string name) => network.Type.GetField(name)!.GetRawConstantValue();
        Assert.Equal(
            ["int8", "00ff", 0.25, weights.Length, 256, 1280],
            new[] { "Quantization", "SourceSha256", "Sparsity", "WeightBytes", "PixelsLength", "LogitsLength" }.Select(Constant));
        Assert.True(network.Type is { IsSealed: true, IsPublic: true });
        Assert.NotNull(network.Type.GetProperty("PixelsShape", BindingFlags.Public | BindingFlags.Static));
        Assert.NotNull(network.Type.GetProperty("LogitsShape", BindingFlags.Public | BindingFlags.Static));
        Assert.Equal(typeof(int), network.Type.GetConstructors().Single().GetParameters().Single().ParameterType);
    }

    [Fact]
    public void Run_allocates_nothing()
    {
        (NetworkPlan plan, byte[] weights) = SmallPlans.Conv();
        using GeneratedNetwork network = GeneratedNetwork.Compile(PlanXml.Write(plan), weights);
        Array[] inputs = [Bytes(256)];
        Array[] outputs = [new byte[1280]];
        network.Run(inputs, outputs);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            network.Run(inputs, outputs);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void A_span_of_another_length_is_an_error_that_names_it()
    {
        using GeneratedNetwork network = GeneratedNetwork.Compile(PlanXml.Write(SmallPlans.Unary()), []);
        ArgumentException input = Assert.Throws<ArgumentException>(() => network.Run([new float[7]], [new float[8]]));
        Assert.Equal("x", input.ParamName);
        Assert.Contains("[2, 4]", input.Message, StringComparison.Ordinal);
        Assert.Equal("y", Assert.Throws<ArgumentException>(() => network.Run([new float[8]], [new float[9]])).ParamName);
    }

    [Fact]
    public void A_disposed_network_does_not_run()
    {
        using GeneratedNetwork network = GeneratedNetwork.Compile(PlanXml.Write(SmallPlans.Unary()), []);
        network.Instance.Dispose();
        network.Instance.Dispose();
        Assert.Throws<ObjectDisposedException>(() => network.Run(new float[8]));
    }

    [Fact]
    public void Less_than_one_thread_is_an_error()
    {
        TargetInvocationException thrown = Assert.Throws<TargetInvocationException>(() => GeneratedNetwork.Compile(PlanXml.Write(SmallPlans.Unary()), [], threads: 0));
        Assert.Equal("threads", Assert.IsType<ArgumentOutOfRangeException>(thrown.InnerException).ParamName);
    }

    [Fact]
    public void Weights_of_another_build_are_an_error()
    {
        (NetworkPlan plan, byte[] weights) = SmallPlans.Conv();
        TargetInvocationException thrown = Assert.Throws<TargetInvocationException>(() => GeneratedNetwork.Compile(PlanXml.Write(plan), weights[..^1]));
        Assert.Contains("different builds", Assert.IsType<InvalidOperationException>(thrown.InnerException).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a\u2028int x;")]
    [InlineData("a\u0085#error b")]
    [InlineData("\r\n#error c")]
    [InlineData("*/ */ \"\"\" \\u000a \\")]
    [InlineData("\u202E</summary><c>&amp;\"'\0")]
    public void Names_from_the_model_stay_names(string name)
    {
        NetworkPlan plain = SmallPlans.Unary();
        var step = (UnaryStep)plain.Steps[0];
        NetworkPlan plan = plain with
        {
            SourceName = name,
            Options = name,
            Quantization = name,
            SourceSha256 = name,
            ToolVersion = name,
            Inputs = new[] { plain.Inputs[0] with { Name = name } },
            Steps = new Step[] { step with { Node = name } },
        };
        using GeneratedNetwork network = GeneratedNetwork.Compile(PlanXml.Write(plan), []);
        Assert.Equal(new float[] { 0, 1, 2, 3, 4, 5, 6, 7 }, network.Run(new float[] { -1, 1, 2, 3, 4, 5, 6, 7 })[0]);
        Assert.Equal(name, network.Type.GetField("Quantization")!.GetRawConstantValue());
    }

    [Theory]
    [InlineData("Math")]
    [InlineData("Stream")]
    [InlineData("System")]
    [InlineData("@class")]
    [InlineData("Vector256")]
    public void The_project_may_use_any_names(string className)
    {
        NetworkPlan plan = SmallPlans.Unary(className) with
        {
            Inputs = new[] { new Port("x", "@event", "Event", ElementType.Float32, new[] { 2, 4 }) },
            Outputs = new[] { new Port("y", "arena", "Arena", ElementType.Float32, new[] { 2, 4 }) },
        };
        const string user = "namespace Some.Where { class Vector128 {} class Unsafe {} class MemoryMarshal {} namespace Intrinsics { class X {} } }";
        GeneratorRun run = new GeneratorRun(sources: className == "System" ? "" : user).Run(("a.plan.xml", PlanXml.Write(plan)));
        Assert.Empty(run.Output.GetDiagnostics().Where(d => d.Severity >= DiagnosticSeverity.Warning));
    }

    [Theory]
    [InlineData(true, LanguageVersion.CSharp12)]
    [InlineData(false, LanguageVersion.CSharp13)]
    public void The_source_compiles_without_warnings_for_every_net(bool net80, LanguageVersion language)
    {
        (NetworkPlan plan, _) = SmallPlans.Conv();
        GeneratorRun run = new GeneratorRun(language: language, net80: net80).Run(("a.plan.xml", PlanXml.Write(plan)), ("b.plan.xml", PlanXml.Write(SmallPlans.Unary())));
        Assert.Empty(run.Result.Diagnostics);
        Assert.Empty(run.Output.GetDiagnostics().Where(d => d.Severity >= DiagnosticSeverity.Warning));
    }

    private static byte[] Bytes(int count)
    {
        byte[] bytes = new byte[count];
        new Random(3).NextBytes(bytes);
        return bytes;
    }
}
