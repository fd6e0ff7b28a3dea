using ModelCodegen.Compiler;
using ModelCodegen.Peers;
using ModelCodegen.Peers.Zoo;

namespace ModelCodegen.Benchmarks.Networks;

/// <summary>A network that is measured: its file, and inputs for calibration and for the measurement.</summary>
internal sealed class BenchmarkModel : IDisposable
{
    private const int CalibrationInputs = 32;

    private readonly string folder = Directory.CreateTempSubdirectory("benchmark").FullName;
    private readonly string calibrationFile;
    private readonly Array[] calibration;

    private BenchmarkModel(string name, string path, int[] shape, Array[] inputs)
    {
        Path = path;
        Input = inputs[^1];
        calibration = inputs[..^1];
        calibrationFile = System.IO.Path.Combine(folder, name + ".npy");
        ZooInputs.WriteNpy(calibrationFile, shape, calibration);
    }

    /// <summary>The networks that are measured where none is named, small ones first.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "mlp", "lenet", "mobilenet", "lstm_tagger", "gru_tagger", "bert_small", "vit_small", "mobilenet_v3_small", "shufflenet_v2_x1_0",
        "squeezenet1_1", "mobilenet_v2", "efficientnet_b0", "resnet18", "resnet50",
    ];

    /// <summary>The networks that can be named.</summary>
    public static IReadOnlyList<string> AllNames { get; } = [.. Names.Union(ZooModels.Names)];

    /// <summary>The .onnx file.</summary>
    public string Path { get; }

    /// <summary>What the network runs on.</summary>
    public Array Input { get; }

    /// <summary>Finds or exports a network and makes its inputs.</summary>
    public static BenchmarkModel Load(string name)
    {
        string sample = System.IO.Path.Combine(AppContext.BaseDirectory, "models", name + ".onnx");
        bool ofSample = File.Exists(sample);
        string path = ofSample ? sample : ZooModels.Find(name);
        using var session = new OrtSession(path);
        int[] shape = session.Shape(session.Inputs[0]);
        Array[] inputs = ofSample
            ? Pixels(shape, CalibrationInputs + 1)
            : ZooInputs.Make(shape, session.Type(session.Inputs[0]), CalibrationInputs + 1, seed: 1);
        return new BenchmarkModel(name, path, shape, inputs);
    }

    /// <summary>Compresses the network.</summary>
    public CompressResult Compress(QuantizationScheme scheme, string className) => ModelCompiler.Compile(
        new CompressOptions
        {
            ModelPath = Path,
            ClassName = className,
            Quantization = scheme,
            CalibrationFiles = scheme == QuantizationScheme.None ? [] : [calibrationFile],
        },
        _ => { });

    /// <summary>Writes the network's int8 form for ONNX Runtime, and gives the file.</summary>
    public string QuantizeForOnnxRuntime()
    {
        string quantized = System.IO.Path.Combine(folder, "int8.onnx");
        QdqModel.Write(Path, quantized, calibration.Select(input => new[] { input }));
        return quantized;
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(folder, recursive: true);

    // The sample's networks take pixels from 0 to 255.
    private static Array[] Pixels(int[] shape, int count)
    {
        var random = new Random(1);
        int length = shape.Aggregate(1, (product, extent) => product * extent);
        return [.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, length).Select(_ => (float)random.Next(256)).ToArray())];
    }
}
