using System.Diagnostics;
using ModelCodegen.Compiler;
using ModelCodegen.Peers;
using ModelCodegen.Plan;
using ModelCodegen.Testing;

namespace ModelCodegen.Benchmarks.Accuracy;

/// <summary>A network that some method made of a trained one.</summary>
internal sealed class Contender : IDisposable
{
    private CompressResult? result;
    private IDisposable? network;
    private Func<float[], float[]>? run;

    private Contender(long bytes, double seconds) => (Bytes, CompressSeconds) = (bytes, seconds);

    /// <summary>Its weights, or its file where it has one.</summary>
    public long Bytes { get; }

    /// <summary>How long the method took.</summary>
    public double CompressSeconds { get; }

    /// <summary>Compresses by ours; <see cref="Compile"/> makes it ready to run.</summary>
    public static Contender OfOurs(CompressOptions options)
    {
        var watch = Stopwatch.StartNew();
        CompressResult result = ModelCompiler.Compile(options, _ => { });
        return new Contender(result.Weights.Length, watch.Elapsed.TotalSeconds) { result = result };
    }

    /// <summary>Quantizes as ONNX Runtime does.</summary>
    /// <param name="model">The float model.</param>
    /// <param name="file">The file to write.</param>
    /// <param name="calibration">Calibration images.</param>
    /// <param name="perTensor">Whether weights have one scale for all channels.</param>
    public static Contender OfOnnxRuntime(string model, string file, FashionMnist calibration, bool perTensor)
    {
        var watch = Stopwatch.StartNew();
        QdqModel.Write(model, file, calibration.Images.Select(image => new Array[] { image }), perTensor);
        var contender = new Contender(new FileInfo(file).Length, watch.Elapsed.TotalSeconds);
        var session = new OrtSession(file);
        contender.network = session;
        contender.run = image => session.Run(image)[0]!;
        return contender;
    }

    /// <summary>Compiles all of ours, into one assembly.</summary>
    public static void Compile(IEnumerable<Contender> contenders)
    {
        Contender[] ours = [.. contenders.Where(contender => contender.result is not null)];
        IReadOnlyList<GeneratedNetwork> networks = GeneratedNetwork.CompileAll([.. ours.Select(contender => (PlanXml.Write(contender.result!.Plan), contender.result.Weights))]);
        foreach ((Contender contender, GeneratedNetwork compiled) in ours.Zip(networks))
        {
            contender.network = compiled;
            contender.run = image => (float[])compiled.Run(image)[0];
        }
    }

    /// <summary>The logits of an image.</summary>
    public float[] Run(float[] image) => run!(image);

    /// <inheritdoc/>
    public void Dispose() => network?.Dispose();
}
