using System.Diagnostics;
using System.Text.Json;
using ModelCodegen.Compiler;
using ModelCodegen.Peers;
using ModelCodegen.Plan;
using ModelCodegen.Testing;

namespace ModelCodegen.Benchmarks.Accuracy;

/// <summary>
/// What compression costs in accuracy: small networks that are hard for 8-bit integers, trained from several seeds each
/// (<c>build/train/hard.py</c>), on Fashion-MNIST's 10,000 test images, ONNX Runtime's quantization beside ours.
/// </summary>
/// <param name="Models">The folder of <c>network-seed.onnx</c>.</param>
/// <param name="Data">The folder of Fashion-MNIST's files.</param>
internal sealed record AccuracyBenchmark(string Models, string Data)
{
    private const int CalibrationImages = 256;

    /// <summary>The trained networks.</summary>
    public static string UsualModels { get; } = Path.Combine(AppContext.BaseDirectory, "accuracy");

    /// <summary>The networks in a folder.</summary>
    public static IReadOnlyList<string> NamesIn(string folder) =>
        [.. Directory.GetFiles(folder, "*-*.onnx").Select(path => Path.GetFileName(path).Split('-')[0]).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Prints the table, writes it as JSON where asked to; gives the exit code.</summary>
    public int Run(IReadOnlyList<string> networks, IReadOnlyList<AccuracyMethod> methods, string? json)
    {
        FashionMnist test = FashionMnist.Test(Data);
        FashionMnist calibration = FashionMnist.Training(Data, CalibrationImages);
        Console.WriteLine($"{Processor.Name}, {Processor.Tier}, .NET {Environment.Version}; {test.Labels.Length} test images, {CalibrationImages} calibration images");
        Console.WriteLine("Percent and percentage points; +- is half of the paired 95 % interval over all seeds, worst the largest drop of a seed.");
        Console.WriteLine();
        Console.WriteLine(AccuracyRow.Header);
        string folder = Directory.CreateTempSubdirectory("accuracy").FullName;
        var rows = new List<AccuracyRow>();
        try
        {
            string samples = Path.Combine(folder, "calibration.npy");
            calibration.WriteNpy(samples);
            foreach (string network in networks.Count > 0 ? networks : NamesIn(Models))
            {
                foreach (AccuracyRow row in Measure(network, methods, test, calibration, samples, folder))
                {
                    Progress.Clear();
                    Console.WriteLine(row);
                    rows.Add(row);
                }
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        if (json is not null)
        {
            File.WriteAllText(json, JsonSerializer.Serialize(rows, new JsonSerializerOptions { WriteIndented = true }));
        }

        return 0;
    }

    private IReadOnlyList<AccuracyRow> Measure(string network, IReadOnlyList<AccuracyMethod> methods, FashionMnist test, FashionMnist calibration, string samples, string folder)
    {
        string[] files = [.. Directory.GetFiles(Models, network + "-*.onnx").Order(StringComparer.Ordinal)];
        var trials = new List<Trial>[methods.Count];
        for (int m = 0; m < methods.Count; m++)
        {
            trials[m] = [];
        }

        foreach ((int seed, string file) in files.Index())
        {
            using var floats = new OrtSession(file);
            var reference = new Predictions(Array.ConvertAll(test.Images, image => floats.Run(image)[0]!));
            var runs = new List<(int Method, Action Run)>();
            var open = new List<IDisposable>();
            for (int m = 0; m < methods.Count; m++)
            {
                AccuracyMethod method = methods[m];
                Progress.Report($"{Path.GetFileNameWithoutExtension(file)}: {method.Name}");
                var watch = Stopwatch.StartNew();
                Predictions predictions;
                double seconds;
                long bytes;
                if (method.Options is { } options)
                {
                    CompressResult result = ModelCompiler.Compile(options(new CompressOptions { ModelPath = file, ClassName = "Net", CalibrationFiles = [samples] }), _ => { });
                    seconds = watch.Elapsed.TotalSeconds;
                    bytes = result.Weights.Length;
                    GeneratedNetwork ours = GeneratedNetwork.Compile(PlanXml.Write(result.Plan), result.Weights);
                    open.Add(ours);
                    Array[] outputs = ours.Run(test.Images[0]);
                    runs.Add((m, () => ours.Run([test.Images[0]], outputs)));
                    predictions = new Predictions(Array.ConvertAll(test.Images, image => (float[])ours.Run(image)[0]));
                }
                else
                {
                    string quantized = Path.Combine(folder, "int8.onnx");
                    QdqModel.Write(file, quantized, calibration.Images.Select(image => new Array[] { image }), method.PerTensor);
                    seconds = watch.Elapsed.TotalSeconds;
                    bytes = new FileInfo(quantized).Length;
                    var theirs = new OrtSession(quantized);
                    open.Add(theirs);
                    runs.Add((m, () => theirs.Run(test.Images[0])));
                    predictions = new Predictions(Array.ConvertAll(test.Images, image => theirs.Run(image)[0]!));
                }

                trials[m].Add(new Trial(test.Labels, reference, predictions, bytes, seconds));
            }

            if (seed == files.Length - 1)
            {
                Progress.Report($"{network}: measuring runs");
                double[] medians = Interleaved.Medians([.. runs.Select(run => run.Run)]);
                foreach ((int m, double median) in runs.Select(run => run.Method).Zip(medians))
                {
                    trials[m][^1] = trials[m][^1] with { SecondsPerImage = median };
                }
            }

            open.ForEach(one => one.Dispose());
        }

        return [.. methods.Select((method, m) => Trial.Row(network, method.Name, trials[m]))];
    }
}
