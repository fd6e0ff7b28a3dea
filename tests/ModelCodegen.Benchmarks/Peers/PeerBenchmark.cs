using System.Runtime.Intrinsics.X86;
using System.Text.Json;
using ModelCodegen.Benchmarks.Networks;
using ModelCodegen.Compiler;
using ModelCodegen.Peers;
using ModelCodegen.Plan;
using ModelCodegen.Testing;

namespace ModelCodegen.Benchmarks.Peers;

/// <summary>Whole networks against ONNX Runtime's fp32 and its int8, interleaved in this process.</summary>
internal static class PeerBenchmark
{
    /// <summary>Prints the table and writes it as JSON where asked to.</summary>
    public static void Run(string[] chosen, int threads, string? json)
    {
        string tier = AvxVnni.IsSupported ? "AVX-VNNI" : Avx512BW.IsSupported ? "AVX-512BW" : Avx2.IsSupported ? "AVX2" : "Vector128";
        Console.WriteLine($".NET {Environment.Version}, {tier}, {threads} threads; medians in ms; ratio = the faster of ONNX Runtime's two / our int8");
        Console.WriteLine();
        Console.WriteLine("model               int8      fp32      ORT fp32  ORT int8  ratio  fp32 ratio  GMAC/s  bytes");
        var rows = new List<PeerRow>();
        foreach (string model in BenchmarkModel.Names.Where(model => chosen.Length == 0 || chosen.Contains(model)))
        {
            PeerRow row = Measure(model, threads, tier);
            rows.Add(row);
            Console.WriteLine(
                $"{row.Model,-19} {row.OursMs,-9:F4} {row.OursFp32Ms,-9:F4} {row.OrtFp32Ms,-9:F4} {row.OrtInt8Ms,-9:F4} {row.Ratio,-6:F2} {row.OrtFp32Ms / row.OursFp32Ms,-11:F2} {row.Gmacs,-7:F1} {row.Bytes}");
        }

        if (json is not null)
        {
            File.WriteAllText(json, JsonSerializer.Serialize(rows, new JsonSerializerOptions { WriteIndented = true }));
        }
    }

    private static PeerRow Measure(string name, int threads, string tier)
    {
        Console.Error.WriteLine($"compiling {name} …");
        BenchmarkModel model = BenchmarkModel.Load(name);
        CompressResult int8 = model.Compress(QuantizationScheme.Int8, "Int8");
        CompressResult fp32 = model.Compress(QuantizationScheme.None, "Fp32");
        IReadOnlyList<GeneratedNetwork> ours = GeneratedNetwork.CompileAll([.. new[] { int8, fp32 }.Select(result => (PlanXml.Write(result.Plan), result.Weights))], threads);
        string quantized = Path.Combine(Path.GetDirectoryName(model.CalibrationFile)!, "int8.onnx");
        QdqModel.Write(model.Path, quantized, model.Calibration.Select(input => new[] { input }));
        using var ortFp32 = new OrtPeer(model.Path, model.Input, threads);
        using var ortInt8 = new OrtPeer(quantized, model.Input, threads);
        Array[] inputs = [model.Input];
        Array[] outputs = ours[0].Run(inputs);
        double[] ms = Array.ConvertAll(
            Interleaved.Medians(
                () => ours[0].Run(inputs, outputs),
                () => ours[1].Run(inputs, outputs),
                ortFp32.Run,
                ortInt8.Run),
            seconds => seconds * 1e3);
        foreach (GeneratedNetwork network in ours)
        {
            network.Dispose();
        }

        double macs = MultiplyAdds.Of(int8.Graph).Values.Sum();
        return new PeerRow(name, threads, tier, ms[0], ms[1], ms[2], ms[3], Math.Min(ms[2], ms[3]) / ms[0], macs / ms[0] / 1e6, int8.Plan.WeightBytes);
    }
}
