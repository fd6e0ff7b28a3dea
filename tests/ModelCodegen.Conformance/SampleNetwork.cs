using ModelCodegen.Compiler;
using ModelCodegen.Compiler.Export;
using ModelCodegen.Plan;

namespace ModelCodegen.Conformance;

/// <summary>The sample's networks, compiled from their files in one of several ways; each is compiled once per test run.</summary>
internal static class SampleNetwork
{
    /// <summary>The ways in which tests compile the networks.</summary>
    public static readonly IReadOnlyList<string> Variants = ["none", "int8", "int8-dynamic", "int8+block", "none+block", "int8+magnitude"];

    /// <summary>The networks.</summary>
    public static readonly IReadOnlyList<string> Models = ["lenet", "mobilenet"];

    private static readonly System.Collections.Concurrent.ConcurrentDictionary<(string, string), Lazy<CompressResult>> Compiled = new();

    /// <summary>The model file.</summary>
    public static string ModelPath(string model) => Path.Combine(AppContext.BaseDirectory, "models", model + ".onnx");

    /// <summary>Compresses a network.</summary>
    public static CompressResult Compress(string model, string variant) =>
        Compiled.GetOrAdd((model, variant), _ => new Lazy<CompressResult>(() => ModelCompiler.Compile(Options(model, variant), _ => { }))).Value;

    /// <summary>The plan's text and the weights.</summary>
    public static (string PlanXml, byte[] Weights) Parts(string model, string variant)
    {
        CompressResult result = Compress(model, variant);
        return (PlanXml.Write(result.Plan), result.Weights);
    }

    /// <summary>The compressed network as an ONNX model.</summary>
    public static byte[] AsOnnx(string model, string variant) => QdqExporter.Export(Compress(model, variant).Graph);

    /// <summary>The options of a variant.</summary>
    public static CompressOptions Options(string model, string variant)
    {
        string[] parts = variant.Split('+');
        return new CompressOptions
        {
            ModelPath = ModelPath(model),
            ClassName = "Net" + string.Concat(variant.Where(char.IsLetterOrDigit)) + model,
            Namespace = "Sample",
            Quantization = OptionNames.ParseQuantization(parts[0]),
            CalibrationFiles = parts[0] is "int8" or "int16x8" ? [Path.Combine(AppContext.BaseDirectory, "data", "calibration.npy")] : [],
            Pruning = parts.Length > 1 ? OptionNames.ParsePruning(parts[1]) : PruningMethod.None,
            Sparsity = parts.Length > 1 ? 0.5 : 0,
        };
    }
}
