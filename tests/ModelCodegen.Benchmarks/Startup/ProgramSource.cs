using System.Reflection;
using ModelCodegen.Compiler;
using ModelCodegen.Plan;
using ModelCodegen.Testing;

namespace ModelCodegen.Benchmarks.Startup;

/// <summary>A small console program that does what a user's does, once, and reports when its first result is there.</summary>
/// <param name="Name">The assembly's name.</param>
/// <param name="Code">The C# files, by name.</param>
/// <param name="Resources">The embedded resources.</param>
/// <param name="ManagedLibraries">Assemblies that it refers to.</param>
/// <param name="Libraries">These, and native ones.</param>
internal sealed record ProgramSource(
    string Name,
    IReadOnlyDictionary<string, string> Code,
    IReadOnlyDictionary<string, byte[]> Resources,
    IReadOnlyList<string> ManagedLibraries,
    IReadOnlyList<string> Libraries)
{
    private const string ReportFile = "Report.cs";

    /// <summary>A program that does nothing.</summary>
    public static ProgramSource Empty { get; } = Of("Empty", [], []);

    /// <summary>A program that runs the model that its argument names in ONNX Runtime.</summary>
    public static ProgramSource OnnxRuntime { get; } = Of("OnnxRuntime", [Beside("Microsoft.ML.OnnxRuntime.dll"), Beside("System.Numerics.Tensors.dll")], [NativeOnnxRuntime()]);

    /// <summary>A program into which a network is compiled.</summary>
    /// <param name="network">The network; its class is in no namespace.</param>
    /// <param name="precompiled">Whether kernels are compiled ahead of time.</param>
    public static ProgramSource Network(CompressResult network, bool precompiled)
    {
        NetworkPlan plan = network.Plan;
        var options = new Dictionary<string, string> { ["ModelCodegenPrecompiled"] = precompiled ? "true" : "false" };
        GeneratorRun generator = new GeneratorRun(options).Run(("net.plan.xml", PlanXml.Write(plan)));
        Dictionary<string, string> code = generator.Result.GeneratedSources.ToDictionary(source => source.HintName, source => source.SourceText.ToString());
        code["Program.cs"] = EntryPoint(plan);
        code[ReportFile] = Read(ReportFile);
        return new ProgramSource(
            plan.ClassName + "Program", code, plan.WeightBytes > 0 ? new Dictionary<string, byte[]> { [plan.ResourceName] = network.Weights } : [], [], []);
    }

    private static string EntryPoint(NetworkPlan plan)
    {
        Port[] ports = [.. plan.Inputs, .. plan.Outputs];
        return $"""
            using var network = new {plan.ClassName}();
            {string.Join('\n', ports.Select((port, i) => $"var values{i} = new {port.Type.CSharpName()}[{port.Length}];"))}
            {string.Join('\n', plan.Inputs.Select((_, i) => $"System.Array.Fill(values{i}, 1);"))}
            network.Run({string.Join(", ", ports.Select((_, i) => $"values{i}"))});
            Report.FirstResult();
            Report.End();
            """;
    }

    private static ProgramSource Of(string name, string[] managed, string[] native) =>
        new(name, new[] { name + ".cs", ReportFile }.ToDictionary(file => file, Read), new Dictionary<string, byte[]>(), managed, [.. managed, .. native]);

    private static string Read(string file)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(file)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static string Beside(string file) => Path.Combine(AppContext.BaseDirectory, file);

    // Where the binding comes as a NuGet package, it is in a folder of its own per platform.
    private static string NativeOnnxRuntime()
    {
        string file = OperatingSystem.IsWindows() ? "onnxruntime.dll" : OperatingSystem.IsMacOS() ? "libonnxruntime.dylib" : "libonnxruntime.so";
        string packaged = Beside(Path.Combine("runtimes", System.Runtime.InteropServices.RuntimeInformation.RuntimeIdentifier, "native", file));
        return File.Exists(packaged) ? packaged : Beside(file);
    }
}
