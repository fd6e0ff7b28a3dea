using System.Text.RegularExpressions;
using ModelCodegen.Testing;

namespace ModelCodegen.Package.Tests;

/// <summary>What a program that is compiled ahead of time leaves to the JIT.</summary>
public sealed partial class ReadyToRunTests
{
    private const string Classify = """
        using var network = new App.Mobilenet();
        var pixels = new float[App.Mobilenet.PixelsLength];
        var logits = new float[App.Mobilenet.LogitsLength];
        network.Run(pixels, logits);
        System.Console.WriteLine(logits.Length);
        """;

    [Fact]
    public void KernelsAreCompiledAheadOfTimeWhereTheInstructionSetIsNamed()
    {
        using var project = new TestProject("<OnnxModel Include=\"models/mobilenet.onnx\" Calibration=\"data/calibration.npy\" />", Classify);
        project.AddSample("models/mobilenet.onnx");
        project.AddSample("data/calibration.npy");

        Assert.NotEmpty(KernelsLeftToTheJit(project, "usual"));
        Assert.Empty(KernelsLeftToTheJit(project, "precompiled", $"-p:PublishReadyToRunCrossgen2ExtraArgs=--instruction-set:{InstructionSets.OfThisMachine.Replace(",", "%2c")}"));
    }

    private static string[] KernelsLeftToTheJit(TestProject project, string folder, params string[] properties)
    {
        project.Run(
            ["publish", "-nologo", "-tl:off", "-v:minimal", "-c", "Release", "-r", "linux-x64", "--no-self-contained", "-p:PublishReadyToRun=true", "-o", project.At(folder), .. properties])
            .SucceededSilently();
        string log = project.At(folder + ".txt");
        Assert.Equal("10", DotNet.RunProgram(project.At(folder + "/App"), ("DOTNET_JitStdOutFile", log), ("DOTNET_JitDisasmSummary", "1")).Succeeded().Output.Trim());
        return [.. File.ReadLines(log).Select(line => Kernel().Match(line)).Where(match => match.Success).Select(match => match.Value)];
    }

    // The portable kernels call what is not inlined across assemblies.
    [GeneratedRegex("KernelMethods:[A-Za-z0-9_]+_(Vnni|Avx512|Avx2)")]
    private static partial Regex Kernel();
}
