using System.Diagnostics;
using ModelCodegen.Compiler;
using ModelCodegen.Compiler.Diagnostics;
using ModelCodegen.Compiler.Import.Protobuf;
using ModelCodegen.Peers;
using ModelCodegen.Peers.Zoo;
using ModelCodegen.Plan;
using ModelCodegen.Testing;

namespace ModelCodegen.Conformance.Zoo;

/// <summary>Takes one network of the zoo the whole way, float and int8, and compares with ONNX Runtime.</summary>
internal static class ZooRun
{
    private const int CalibrationInputs = 32;
    private const int TestInputs = 8;

    /// <summary>Runs everything.</summary>
    public static ZooRow Run(string name)
    {
        string path = ZooModels.Find(name);
        int operators = ModelProto.Parser.ParseFrom(File.ReadAllBytes(path)).Graph.Node.Count;
        string folder = Directory.CreateTempSubdirectory("zoo").FullName;
        var row = new ZooRow(name, operators, double.NaN, double.NaN, double.NaN, 0, 0, 0, 0);
        try
        {
            Array[] tests;
            Array[] calibration;
            int[] shape;
            float[]?[][] expected;
            string data = Path.Combine(folder, "calibration.npy");
            using (var peer = new OrtSession(path, threads: 2))
            {
                shape = peer.Shape(peer.Inputs[0]);
                Type type = peer.Type(peer.Inputs[0]);
                calibration = ZooInputs.Make(shape, type, CalibrationInputs, seed: 1);
                tests = ZooInputs.Make(shape, type, TestInputs, seed: 2);
                expected = [.. tests.Select(input => peer.Run(input))];
            }

            ZooInputs.WriteNpy(data, shape, calibration);
            int[] compared = Compared(expected);
            using (GeneratedNetwork network = Compile(path, QuantizationScheme.None, [], out _, out _, out _))
            {
                row = row with { FloatError = RelativeError(Select(tests.Select(input => network.Run(input)), compared), Select(expected, compared)) };
            }

            using (GeneratedNetwork network = Compile(path, QuantizationScheme.Int8, [data], out NetworkPlan plan, out (double Compress, double Compile) seconds, out int characters))
            {
                row = row with
                {
                    Sqnr = SignalToNoise(Select(tests.Select(input => network.Run(input)), compared), Select(expected, compared)),
                    FloatIslands = plan.Steps.Count(IsFloat),
                    CompressSeconds = seconds.Compress,
                    CompileSeconds = seconds.Compile,
                    SourceKilobytes = characters / 1024.0,
                };
            }

            string quantized = Path.Combine(folder, "int8.onnx");
            QdqModel.Write(path, quantized, calibration.Select(input => new[] { input }));
            using var int8 = new OrtSession(quantized, threads: 2);
            return row with { OrtSqnr = SignalToNoise(Select(tests.Select(input => int8.Run(input)), compared), Select(expected, compared)) };
        }
        catch (CompilationException exception)
        {
            return row with { Failure = string.Join(" ", exception.Diagnostics.Take(3).Select(d => $"{d.Code} {d.Node}: {d.Message}")) };
        }
        catch (Exception exception)
        {
            return row with { Failure = exception.Message.Split('\n')[0] };
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static GeneratedNetwork Compile(
        string path, QuantizationScheme scheme, IReadOnlyList<string> calibration, out NetworkPlan plan, out (double Compress, double Compile) seconds, out int characters)
    {
        var watch = Stopwatch.StartNew();
        var options = new CompressOptions { ModelPath = path, ClassName = "Net", Namespace = "Zoo", Quantization = scheme, CalibrationFiles = calibration };
        CompressResult result = ModelCompiler.Compile(options, _ => { });
        plan = result.Plan;
        double compress = watch.Elapsed.TotalSeconds;
        watch.Restart();
        string xml = PlanXml.Write(plan);
        byte[] image = GeneratedNetwork.Image([(xml, result.Weights)], out characters);
        seconds = (compress, watch.Elapsed.TotalSeconds);
        return GeneratedNetwork.Load(image, [xml])[0];
    }

    // Outputs of floats; those whose dimensions depend on data have no counterpart element by element.
    private static int[] Compared(float[]?[][] expected) =>
    [
        .. Enumerable.Range(0, expected[0].Length).Where(i => expected[0][i] is { } first && expected.All(outputs => outputs[i]!.Length == first.Length)),
    ];

    private static float[][] Select(IEnumerable<Array?[]> runs, int[] outputs) =>
        [.. runs.Select(run => outputs.SelectMany(i => (float[])run[i]!).ToArray())];

    private static double RelativeError(float[][] actual, float[][] expected)
    {
        double range = expected.Max(run => run.Max()) - (double)expected.Min(run => run.Min());
        return actual.Zip(expected, (a, e) => a.Zip(e, (x, y) => Math.Abs((double)x - y)).Max()).Max() / range;
    }

    private static double SignalToNoise(float[][] actual, float[][] expected)
    {
        double signal = 0;
        double noise = 0;
        for (int i = 0; i < expected[0].Length; i++)
        {
            double mean = expected.Average(run => (double)run[i]);
            double actualMean = actual.Average(run => (double)run[i]);
            for (int k = 0; k < expected.Length; k++)
            {
                double centered = expected[k][i] - mean;
                signal += centered * centered;
                noise += Math.Pow(actual[k][i] - actualMean - centered, 2);
            }
        }

        return 10 * Math.Log10(signal / noise);
    }

    private static bool IsFloat(Step step) => step switch
    {
        ConvStep conv => conv.InputType == ElementType.Float32,
        DepthwiseStep depthwise => depthwise.InputType == ElementType.Float32,
        PoolStep pool => pool.Type == ElementType.Float32,
        BinaryStep binary => binary.Type == ElementType.Float32,
        UnaryStep or SoftmaxStep or NormalizationStep or RecurrenceStep or MatMulStep => true,
        CallStep call => call.Types.Contains("float"),
        _ => false,
    };
}
