using System.Text.Json;
using ModelCodegen.Compiler;
using ModelCodegen.Peers;

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

        foreach (string file in files)
        {
            string name = Path.GetFileNameWithoutExtension(file);
            Progress.Report($"{name}: compressing");
            using var floats = new OrtSession(file);
            var reference = new Predictions(Array.ConvertAll(test.Images, image => floats.Run(image)[0]!));
            Contender[] contenders = [.. methods.Select((method, m) => method.Options is null
                ? Contender.OfOnnxRuntime(file, Path.Combine(folder, $"int8-{m}.onnx"), calibration, method.PerTensor)
                : Contender.OfOurs(method.Options(new CompressOptions { ModelPath = file, ClassName = $"Net{m}", CalibrationFiles = [samples] })))];
            Progress.Report($"{name}: compiling");
            Contender.Compile(contenders);
            for (int m = 0; m < methods.Count; m++)
            {
                Progress.Report($"{name}: {methods[m].Name}");
                Contender contender = contenders[m];
                trials[m].Add(new Trial(test.Labels, reference, new Predictions(Array.ConvertAll(test.Images, contender.Run)), contender.Bytes, contender.CompressSeconds));
            }

            if (file == files[^1])
            {
                Progress.Report($"{network}: measuring runs");
                double[] medians = Interleaved.Medians([.. contenders.Select(contender => (Action)(() => contender.Run(test.Images[0])))]);
                for (int m = 0; m < methods.Count; m++)
                {
                    trials[m][^1] = trials[m][^1] with { SecondsPerImage = medians[m] };
                }
            }

            Array.ForEach(contenders, contender => contender.Dispose());
        }

        return [.. methods.Select((method, m) => Trial.Row(network, method.Name, trials[m]))];
    }
}
