using ModelCodegen.Generator.Tests.Cases;
using ModelCodegen.Plan;
using ModelCodegen.Testing;

namespace ModelCodegen.Generator.Tests;

/// <summary>Every kernel stays below the limits beyond which the JIT gives up optimising.</summary>
public sealed class JitTests
{
    /// <summary>The cases with the largest methods: 7x5 windows, tiles of 8 pixels, unrolled loops, Winograd's tiles of 6x6.</summary>
    internal static IReadOnlyList<KernelCase> Large =>
        [.. Enumerable.Range(0, 200).Select(DepthwiseCases.Make).Where(c => c.Step is DepthwiseStep { KernelHeight: 7, KernelWidth: 5, InputType: ElementType.UInt8 }).Take(2),
         .. Enumerable.Range(0, 400).Select(ConvCases.Make).Where(c => c.Step is ConvStep { Tile: { Pixels: >= 6, Unroll: 4 }, Channels: > 16, BlockStarts: null }).Take(3),
         .. Enumerable.Range(0, 400).Select(seed => ConvCases.ShortSum(seed)).Where(c => c.Step is ConvStep { Tile: { Pixels: >= 6, Unroll: >= 6 }, Channels: > 16, BlockStarts: null, ShortSumQuads: 2 }).Take(2),
         .. Enumerable.Range(0, 40).Select(ConvCases.Winograd).Where(c => c.Step is ConvStep { Winograd.Outputs: 4 }).Take(4)];

    [Theory]
    [InlineData("Best")]
    [InlineData("Avx512")]
    [InlineData("Avx2")]
    [InlineData("Vector128")]
    public void The_JIT_optimises_every_kernel(string tier)
    {
        string image = Path.GetTempFileName();
        string log = Path.GetTempFileName();
        try
        {
            IReadOnlyList<KernelCase> cases = Large;
            Assert.True(cases.Count >= 4);
            File.WriteAllBytes(image, GeneratedNetwork.Image([.. cases.Select(c => (PlanXml.Write(c.Plan), c.Weights))]));
            var environment = new Dictionary<string, string>(Tier.All.Single(t => t.Name == tier).Environment)
            {
                ["DOTNET_TieredCompilation"] = "0",
                ["DOTNET_JitStdOutFile"] = log,
                ["DOTNET_JitDisasmSummary"] = "1",
            };
            ChildProcess.Run(typeof(Program).Assembly, environment, "large", image);
            string[] kernels = [.. File.ReadLines(log).Where(l => l.Contains("__KernelMethods:", StringComparison.Ordinal))];
            Assert.True(kernels.Length >= cases.Count, "the summary lists the kernels");
            Assert.DoesNotContain(kernels, l => l.Contains("MinOpts", StringComparison.OrdinalIgnoreCase) || l.Contains("switched", StringComparison.OrdinalIgnoreCase));
        }
        finally
        {
            File.Delete(image);
            File.Delete(log);
        }
    }
}
