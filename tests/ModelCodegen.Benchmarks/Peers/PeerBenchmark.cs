using ModelCodegen.Compiler.Ir;
using System.Text.Json;
using ModelCodegen.Benchmarks.Networks;
using ModelCodegen.Benchmarks.Startup;
using ModelCodegen.Compiler;
using ModelCodegen.Peers;
using ModelCodegen.Plan;
using ModelCodegen.Testing;

namespace ModelCodegen.Benchmarks.Peers;

/// <summary>Whole networks against ONNX Runtime's fp32 and its int8, interleaved in this process.</summary>
/// <param name="Threads">Threads of both sides.</param>
/// <param name="StartupRounds">How often each program is started for its first result.</param>
internal sealed record PeerBenchmark(int Threads, int StartupRounds)
{
    // ONNX Runtime's optimized graphs stay here.
    private static readonly string OptimizedFolder = Path.Combine(AppContext.BaseDirectory, "optimized");

    /// <summary>Prints the table, writes it as JSON where asked to, and draws it; gives the exit code.</summary>
    /// <param name="models">The networks.</param>
    /// <param name="json">The JSON's file.</param>
    /// <param name="results">Where the chart goes.</param>
    public int Run(IReadOnlyList<string> models, string? json, ResultsFolder results)
    {
        Directory.CreateDirectory(OptimizedFolder);
        Console.WriteLine($"{Processor.Name}, {Processor.Tier}, .NET {Environment.Version}, {Threads} {(Threads == 1 ? "thread" : "threads")}; {Peak.Measure()}");
        Console.WriteLine($"Medians, interleaved. First results and peaks of memory: {StartupRounds} child processes each, on one thread, ONNX Runtime's better figure.");
        Console.WriteLine($"ONNX Runtime's optimized graphs: {OptimizedFolder}");
        Console.WriteLine();
        Console.WriteLine(PeerRow.Header);
        var rows = new List<PeerRow>();
        Peak? worst = null;
        using var programs = new ProgramFolder();
        foreach (string model in models)
        {
            rows.Add(Measure(model, $"[{rows.Count + 1}/{models.Count}] {model}: ", programs, out Peak peak));
            worst = worst is { Counts: false } ? worst : peak;
            Progress.Clear();
            Console.WriteLine(rows[^1]);
        }

        if (worst!.Report() != 0)
        {
            return 1;
        }

        if (json is not null)
        {
            File.WriteAllText(json, JsonSerializer.Serialize(rows, new JsonSerializerOptions { WriteIndented = true }));
        }

        string[] name = ["peers", .. models.SequenceEqual(BenchmarkModel.Names) ? [] : models, .. Threads == 1 ? Array.Empty<string>() : [$"{Threads}-threads"]];
        results.Write(string.Join('-', name) + ".svg", PeerChart.Draw(rows));
        return 0;
    }

    private PeerRow Measure(string name, string progress, ProgramFolder programs, out Peak peak)
    {
        Progress.Report(progress + "compressing");
        using BenchmarkModel model = BenchmarkModel.Load(name);
        CompressResult int8 = model.Compress(QuantizationScheme.Int8, "Int8");
        CompressResult fp32 = model.Compress(QuantizationScheme.None, "Fp32");
        Progress.Report(progress + "compiling");
        StartupProgram ours = programs.Network(name, int8);
        using GeneratedNetwork ourInt8 = GeneratedNetwork.Load(File.ReadAllBytes(ours.Assembly), [PlanXml.Write(int8.Plan)], Threads)[0];
        using GeneratedNetwork ourFp32 = GeneratedNetwork.Compile(PlanXml.Write(fp32.Plan), fp32.Weights, Threads);
        Progress.Report(progress + "quantizing and loading for ONNX Runtime");
        string quantized = model.QuantizeForOnnxRuntime();
        string optimized = Path.Combine(OptimizedFolder, name + ".int8.onnx");
        using var ortFp32 = new OrtPeer(model.Path, model.Input, Threads, Path.Combine(OptimizedFolder, name + ".fp32.onnx"));
        using var ortInt8 = new OrtPeer(quantized, model.Input, Threads, optimized);
        Array[] inputs = [model.Input];
        Array[] outputs = ourInt8.Run(inputs);
        Action runInt8 = () => ourInt8.Run(inputs, outputs);
        Action runFp32 = () => ourFp32.Run(inputs, outputs);
        Progress.Report(progress + "measuring runs");
        double[] ms = Array.ConvertAll(Interleaved.Medians(runInt8, runFp32, ortFp32.Run, ortInt8.Run), seconds => seconds * 1e3);
        peak = Peak.Measure();
        RequireNoAllocation(name + " int8", runInt8);
        RequireNoAllocation(name + " fp32", runFp32);
        Progress.Report(progress + "measuring first results");
        FirstResult[] first = FirstResult.Alternate(StartupRounds, ours, programs.OnnxRuntime(model.Path), programs.OnnxRuntime(quantized), programs.Empty);
        double gmacs = MultiplyAdds.Of(int8.Graph).Values.Sum() / ms[0] / 1e6;
        return new PeerRow(
            name,
            Threads,
            Processor.Tier,
            ms[0],
            ms[1],
            ms[2],
            ms[3],
            Math.Min(ms[2], ms[3]) / ms[0],
            gmacs,
            gmacs / (peak.Gmacs * Threads),
            int8.Plan.WeightBytes,
            first[0].Milliseconds,
            Math.Min(first[1].Milliseconds, first[2].Milliseconds),
            first[0].PeakMib,
            Math.Min(first[1].PeakMib, first[2].PeakMib),
            first[3].PeakMib,
            (new FileInfo(ours.Assembly).Length - new FileInfo(programs.Empty.Assembly).Length - int8.Plan.WeightBytes) / 1024.0,
            OptimizedGraph.Read(optimized));
    }

    // On all threads; other threads than the network's may allocate, but not in every try.
    private static void RequireNoAllocation(string network, Action run)
    {
        long least = Enumerable.Range(0, 5).Min(_ =>
        {
            long before = GC.GetTotalAllocatedBytes(precise: true);
            run();
            return GC.GetTotalAllocatedBytes(precise: true) - before;
        });
        if (least != 0)
        {
            throw new InvalidOperationException($"{network}: a run allocates {least} bytes.");
        }
    }
}
