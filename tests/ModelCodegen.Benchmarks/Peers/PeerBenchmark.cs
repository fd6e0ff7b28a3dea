using System.Runtime.Intrinsics.X86;
using System.Text.Json;
using ModelCodegen.Compiler;
using ModelCodegen.Compiler.Export;
using ModelCodegen.Plan;
using ModelCodegen.Testing;

namespace ModelCodegen.Benchmarks.Peers;

/// <summary>Whole networks against ONNX Runtime's fp32 and its int8, interleaved in this process.</summary>
internal static class PeerBenchmark
{
    private static readonly string[] Models = ["lenet", "mobilenet"];

    /// <summary>Prints the table and writes it as JSON where asked to.</summary>
    public static void Run(string[] chosen, string? json)
    {
        string tier = AvxVnni.IsSupported ? "AVX-VNNI" : Avx512BW.IsSupported ? "AVX-512BW" : Avx2.IsSupported ? "AVX2" : "Vector128";
        Console.WriteLine($".NET {Environment.Version}, {tier}, one thread; medians in ms; ratio = the faster of ONNX Runtime's two / our int8");
        Console.WriteLine();
        Console.WriteLine("model      int8     pruned   fp32     ORT fp32  ORT int8  ratio  fp32 ratio  bytes");
        var rows = new List<PeerRow>();
        foreach (string model in Models.Where(model => chosen.Length == 0 || chosen.Contains(model)))
        {
            PeerRow row = Measure(model, tier);
            rows.Add(row);
            Console.WriteLine(
                $"{row.Model,-10} {row.OursMs,-8:F4} {row.OursPrunedMs,-8:F4} {row.OursFp32Ms,-8:F4} {row.OrtFp32Ms,-9:F4} {row.OrtInt8Ms,-9:F4} {row.Ratio,-6:F2} {row.OrtFp32Ms / row.OursFp32Ms,-11:F2} {row.Bytes}");
        }

        if (json is not null)
        {
            File.WriteAllText(json, JsonSerializer.Serialize(rows, new JsonSerializerOptions { WriteIndented = true }));
        }
    }

    private static PeerRow Measure(string model, string tier)
    {
        string folder = AppContext.BaseDirectory;
        var options = new CompressOptions
        {
            ModelPath = Path.Combine(folder, "models", model + ".onnx"),
            CalibrationFiles = [Path.Combine(folder, "data", "calibration.npy")],
        };
        Console.Error.WriteLine($"compiling {model} …");
        CompressResult int8 = ModelCompiler.Compile(options with { ClassName = "Int8" }, _ => { });
        CompressResult pruned = ModelCompiler.Compile(options with { ClassName = "Pruned", Pruning = PruningMethod.Block, Sparsity = 0.5 }, _ => { });
        CompressResult fp32 = ModelCompiler.Compile(options with { ClassName = "Fp32", Quantization = QuantizationScheme.None, CalibrationFiles = [] }, _ => { });
        IReadOnlyList<GeneratedNetwork> ours = GeneratedNetwork.CompileAll([.. new[] { int8, pruned, fp32 }.Select(result => (PlanXml.Write(result.Plan), result.Weights))]);

        var random = new Random(1);
        float[] input = [.. Enumerable.Range(0, int8.Plan.Inputs[0].Length).Select(_ => (float)random.Next(256))];
        var output = new float[int8.Plan.Outputs[0].Length];
        using var ortFp32 = new OrtPeer(File.ReadAllBytes(options.ModelPath), input, output, threads: 1);
        using var ortInt8 = new OrtPeer(QdqExporter.Export(int8.Graph), input, output, threads: 1);
        Array[] inputs = [input];
        Array[] outputs = [output];
        double[] ms = Array.ConvertAll(
            Interleaved.Medians(
                () => ours[0].Run(inputs, outputs),
                () => ours[1].Run(inputs, outputs),
                () => ours[2].Run(inputs, outputs),
                ortFp32.Run,
                ortInt8.Run),
            seconds => seconds * 1e3);
        foreach (GeneratedNetwork network in ours)
        {
            network.Dispose();
        }

        return new PeerRow(model, 1, tier, ms[0], ms[1], ms[2], ms[3], ms[4], Math.Min(ms[3], ms[4]) / ms[0], int8.Plan.WeightBytes);
    }
}
