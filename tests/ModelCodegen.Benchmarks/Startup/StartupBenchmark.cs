using ModelCodegen.Benchmarks.Networks;
using ModelCodegen.Compiler;

namespace ModelCodegen.Benchmarks.Startup;

/// <summary>How long programs take from their start to the first result, and how much memory, against ONNX Runtime.</summary>
internal static class StartupBenchmark
{
    /// <summary>The networks that are measured where none is named.</summary>
    public static IReadOnlyList<string> Names { get; } = ["mobilenet_v2", "resnet50"];

    /// <summary>Prints a table per network.</summary>
    /// <param name="models">The networks.</param>
    /// <param name="rounds">How often each program is started.</param>
    /// <param name="readyToRun">Whether programs are published as ReadyToRun images, too.</param>
    public static void Run(IReadOnlyList<string> models, int rounds, bool readyToRun)
    {
        Console.WriteLine($"{Processor.Name}, {Processor.Tier}, .NET {Environment.Version}. Medians of {rounds} processes each, started in turn.");
        Console.WriteLine("First result: from before the process exists until the line that reports the result is read. JIT: until then. Memory: the peak above an empty program's.");
        using var plain = new ProgramFolder();
        using var published = new ProgramFolder(readyToRun: true);
        foreach (string name in models)
        {
            Progress.Report($"{name}: compressing and building");
            using BenchmarkModel model = BenchmarkModel.Load(name);
            CompressResult int8 = model.Compress(QuantizationScheme.Int8, "Int8");
            string quantized = model.QuantizeForOnnxRuntime();
            (string Name, StartupProgram Program)[] programs = [.. Programs(plain, ""), .. readyToRun ? Programs(published, ", ReadyToRun") : []];
            Progress.Report($"{name}: starting programs");
            FirstResult[] results = FirstResult.Alternate(rounds, Array.ConvertAll(programs, program => program.Program));
            Progress.Clear();
            Console.WriteLine();
            Console.WriteLine($"{name,-32} first ms  JIT ms  methods  memory MiB");
            for (int i = 0; i < programs.Length; i++)
            {
                // Each half ends with its own empty program.
                FirstResult empty = results[i < results.Length / 2 || !readyToRun ? (results.Length / (readyToRun ? 2 : 1)) - 1 : ^1];
                FirstResult result = results[i];
                Console.WriteLine($"{programs[i].Name,-32} {result.Milliseconds,8:F1} {result.JitMilliseconds,7:F1} {result.JitMethods,8:F0} {result.PeakMib - empty.PeakMib,11:F1}");
            }

            (string, StartupProgram)[] Programs(ProgramFolder folder, string how) =>
            [
                ("ours, int8" + how, folder.Network(name, int8)),
                ("ONNX Runtime, fp32" + how, folder.OnnxRuntime(model.Path)),
                ("ONNX Runtime, int8" + how, folder.OnnxRuntime(quantized)),
                ("empty" + how, folder.Empty),
            ];
        }
    }
}
