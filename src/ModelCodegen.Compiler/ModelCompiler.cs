using ModelCodegen.Compiler.Compress;
using ModelCodegen.Compiler.Diagnostics;
using ModelCodegen.Compiler.Import;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Lower;
using ModelCodegen.Compiler.Normalize;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler;

/// <summary>The whole way from an ONNX file to a plan: import, normalize, compress, lower.</summary>
public static class ModelCompiler
{
    /// <summary>Compiles one model.</summary>
    /// <param name="options">What to do.</param>
    /// <param name="log">Takes one line per finished stage and per pruned layer, for people; called from the calling thread.</param>
    /// <param name="cancellation">Ends the compilation early.</param>
    /// <exception cref="CompilationException">The model, the options or the data are at fault; carries every error found.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was set.</exception>
    public static CompressResult Compile(CompressOptions options, Action<string> log, CancellationToken cancellation = default)
    {
        options.Validate();
        var diagnostics = new List<Diagnostic>();
        var externalFiles = new List<string>();
        Graph normalized = Load(options, diagnostics, cancellation, externalFiles);
        Compressed compressed = Compressor.Compress(normalized, options, diagnostics, log, cancellation);
        (NetworkPlan plan, byte[] weights) = Lowering.Lower(compressed, options, cancellation);
        return new CompressResult(plan, weights, compressed, diagnostics, externalFiles);
    }

    /// <summary>The network before anything is compressed: imported and normalized, with Mean and Std in it.</summary>
    internal static Graph Load(CompressOptions options, ICollection<Diagnostic> diagnostics, CancellationToken cancellation, ICollection<string>? externalFiles = null)
    {
        Graph imported = OnnxImporter.Import(options.ModelPath, options.InputShapes, diagnostics, cancellation, externalFiles);
        return Normalizer.Normalize(Preprocessing.Insert(imported, options), diagnostics, cancellation);
    }
}
