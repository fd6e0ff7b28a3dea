using ModelCodegen.Compiler;
using ModelCodegen.Peers;
using ModelCodegen.Peers.Zoo;

namespace ModelCodegen.Benchmarks.Networks;

/// <summary>A network that is measured: its file, and inputs for calibration and for the measurement.</summary>
internal sealed class BenchmarkModel
{
    private const int CalibrationInputs = 32;

    private BenchmarkModel(string name, string path, string calibrationFile, IReadOnlyList<Array> calibration, Array input)
    {
        Name = name;
        Path = path;
        CalibrationFile = calibrationFile;
        Calibration = calibration;
        Input = input;
    }

    /// <summary>All networks, small ones first.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "mlp", "lenet", "mobilenet", "lstm_tagger", "gru_tagger", "bert_small", "vit_small", "mobilenet_v3_small", "shufflenet_v2_x1_0",
        "squeezenet1_1", "mobilenet_v2", "efficientnet_b0", "resnet18", "resnet50",
    ];

    /// <summary>The network's name.</summary>
    public string Name { get; }

    /// <summary>The .onnx file.</summary>
    public string Path { get; }

    /// <summary>The calibration inputs as a NumPy file.</summary>
    public string CalibrationFile { get; }

    /// <summary>The calibration inputs.</summary>
    public IReadOnlyList<Array> Calibration { get; }

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
        Array[] calibration = inputs[..CalibrationInputs];
        string file = System.IO.Path.Combine(Directory.CreateTempSubdirectory("benchmark").FullName, name + ".npy");
        ZooInputs.WriteNpy(file, shape, calibration);
        return new BenchmarkModel(name, path, file, calibration, inputs[^1]);
    }

    /// <summary>Compresses the network.</summary>
    public CompressResult Compress(QuantizationScheme scheme, string className) => ModelCompiler.Compile(
        new CompressOptions
        {
            ModelPath = Path,
            ClassName = className,
            Quantization = scheme,
            CalibrationFiles = scheme == QuantizationScheme.None ? [] : [CalibrationFile],
        },
        _ => { });

    // The sample's networks take pixels from 0 to 255.
    private static Array[] Pixels(int[] shape, int count)
    {
        var random = new Random(1);
        int length = shape.Aggregate(1, (product, extent) => product * extent);
        return [.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, length).Select(_ => (float)random.Next(256)).ToArray())];
    }
}
