using System.Globalization;
using ModelCodegen.Compiler;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Peers;
using ModelCodegen.Plan;
using ModelCodegen.Testing;

namespace ModelCodegen.Benchmarks.Accuracy;

/// <summary>
/// Time against accuracy of one network: uniform precisions, the mixes that budgets choose on images that are no test images, and
/// mixes of as many layers that chance chose.
/// </summary>
/// <param name="Models">The folder of <c>network-seed.onnx</c>.</param>
/// <param name="Data">The folder of Fashion-MNIST's files.</param>
internal sealed record FrontBenchmark(string Models, string Data)
{
    private const int CalibrationImages = 256;
    private const int ValidationImages = 1256;
    private const int RandomMixes = 8;

    // Of disagreement with the float network, in percentage points.
    private static readonly double[] Budgets = [1, 0.5, 0.3, 0.2, 0.1];

    /// <summary>Measures the networks, prints their points and draws them; gives the exit code.</summary>
    public int Run(IReadOnlyList<string> networks, ResultsFolder results)
    {
        FashionMnist test = FashionMnist.Test(Data);
        FashionMnist training = FashionMnist.Training(Data, ValidationImages);
        string folder = Directory.CreateTempSubdirectory("accuracy").FullName;
        try
        {
            DataFiles data = DataFiles.Write(folder, training, CalibrationImages);
            foreach (string network in networks.Count > 0 ? networks : AccuracyBenchmark.NamesIn(Models))
            {
                string file = Path.Combine(Models, network + "-1.onnx");
                IReadOnlyList<FrontPoint> points = Measure(file, Mixes(file, data.Calibration, data.Validation[0]), test, training, Path.Combine(folder, "int8.onnx"));
                Progress.Clear();
                Console.WriteLine(network);
                foreach (FrontPoint point in points)
                {
                    Console.WriteLine($"  {point.Name,-34} {point.Microseconds,8:F1} us {point.Sqnr,6:F1} dB {point.Agreement,7:F2} %");
                }

                results.Write($"accuracy-{network}.svg", FrontChart.Draw(network, points));
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        return 0;
    }

    private static List<(string Name, FrontGroup Group, CompressResult Result)> Mixes(string file, string calibration, string validation)
    {
        var options = new CompressOptions { ModelPath = file, CalibrationFiles = [calibration] };
        var mixes = new List<(string Name, FrontGroup Group, CompressResult Result)>();
        CompressResult int8 = Add("int8", FrontGroup.Uniform, options);
        Add("int16x8", FrontGroup.Uniform, options with { Quantization = QuantizationScheme.Int16x8 });
        Add("int8-dynamic", FrontGroup.Uniform, options with { Quantization = QuantizationScheme.Int8Dynamic });
        Add("int8-weights", FrontGroup.Uniform, options with { Quantization = QuantizationScheme.Int8Weights });
        Add("none", FrontGroup.Uniform, options with { Quantization = QuantizationScheme.None });
        foreach (double budget in Budgets)
        {
            CompressResult mix = Add(
                string.Create(CultureInfo.InvariantCulture, $"budget {budget}"),
                FrontGroup.Budget,
                options with { ValidationFiles = [validation], MaxAccuracyDrop = budget });
            mixes[^1] = mixes[^1] with { Name = $"{mixes[^1].Name}: {Wide(mix.Graph).Count} layers in int16x8" };
        }

        string[] layers = [.. int8.Graph.Nodes.Where(node => node.Operator is Conv or Gemm).Select(node => node.Name.Split(", ")[0])];
        var random = new Random(1);
        for (int i = 0; i < RandomMixes; i++)
        {
            string[] kept = [.. layers.OrderBy(_ => random.Next()).Take(1 + (i * (layers.Length - 2) / (RandomMixes - 1)))];
            Add($"random: {kept.Length} layers in int16x8", FrontGroup.Random, options with { KeepInt16 = kept });
        }

        return mixes;

        CompressResult Add(string name, FrontGroup group, CompressOptions chosen)
        {
            Progress.Report($"{Path.GetFileNameWithoutExtension(file)}: {name}");
            CompressResult result = ModelCompiler.Compile(chosen with { ClassName = $"Net{mixes.Count}" }, _ => { });
            mixes.Add((name, group, result));
            return result;
        }
    }

    private static IReadOnlyList<Node> Wide(Graph graph) =>
        [.. graph.Nodes.Where(node => node.Operator is Conv or Gemm && graph.Info(node.Inputs[0]).Type == ElementType.Int16)];

    private static IReadOnlyList<FrontPoint> Measure(
        string file, IReadOnlyList<(string Name, FrontGroup Group, CompressResult Result)> mixes, FashionMnist test, FashionMnist training, string quantized)
    {
        Progress.Report($"{Path.GetFileNameWithoutExtension(file)}: compiling and measuring");
        using var floats = new OrtSession(file);
        var reference = new Predictions(Array.ConvertAll(test.Images, image => floats.Run(image)[0]!));
        QdqModel.Write(file, quantized, training.Images[..CalibrationImages].Select(image => new Array[] { image }));
        using var int8 = new OrtSession(quantized);
        IReadOnlyList<GeneratedNetwork> ours = GeneratedNetwork.CompileAll([.. mixes.Select(mix => (PlanXml.Write(mix.Result.Plan), mix.Result.Weights))]);
        Array[] outputs = ours[0].Run(test.Images[0]);
        double[] seconds = Interleaved.Medians(
        [
            .. ours.Select(network => (Action)(() => network.Run([test.Images[0]], outputs))),
            () => int8.Run(test.Images[0]),
            () => floats.Run(test.Images[0]),
        ]);
        Predictions[] predictions =
        [
            .. ours.Select(network => new Predictions(Array.ConvertAll(test.Images, image => (float[])network.Run(image)[0]))),
            new Predictions(Array.ConvertAll(test.Images, image => int8.Run(image)[0]!)),
        ];
        ours.ToList().ForEach(network => network.Dispose());
        (string Name, FrontGroup Group)[] names = [.. mixes.Select(mix => (mix.Name, mix.Group)), ("ONNX Runtime int8", FrontGroup.Peer)];
        return [.. names.Select((one, i) => new FrontPoint(one.Name, one.Group, seconds[i] * 1e6, predictions[i].Sqnr(reference), predictions[i].Agreement(reference)))];
    }
}
