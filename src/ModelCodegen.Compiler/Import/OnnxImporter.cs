using ModelCodegen.Compiler.Diagnostics;
using ModelCodegen.Compiler.Import.Protobuf;
using ModelCodegen.Compiler.Ir;

namespace ModelCodegen.Compiler.Import;

/// <summary>
/// ONNX file to <see cref="Graph"/>. The result's operators are as the model has them; only inputs have entries in
/// <see cref="Graph.Values"/>. Nothing behind this stage knows ONNX.
/// </summary>
public static class OnnxImporter
{
    /// <summary>Imports a model.</summary>
    /// <param name="path">The <c>.onnx</c> file; external data is read from its folder.</param>
    /// <param name="shapes">Pins inputs and dimensions.</param>
    /// <param name="diagnostics">Receives warnings.</param>
    /// <param name="ct">Cancels.</param>
    /// <param name="externalFiles">Receives the paths of the files beside the model that hold its tensors.</param>
    /// <exception cref="CompilationException">The model is damaged or not supported; all offenders are listed.</exception>
    public static Graph Import(
        string path, InputShapes shapes, ICollection<Diagnostic> diagnostics, CancellationToken ct, ICollection<string>? externalFiles = null)
    {
        ModelProto model = ModelReader.Read(path);
        ct.ThrowIfCancellationRequested();
        FunctionInliner.Inline(model);
        SubgraphScoping.Run(model.Graph);
        var external = new ExternalData(Path.GetDirectoryName(Path.GetFullPath(path)) ?? "");
        Graph graph = new GraphImporter(model, new TensorReader(external), shapes, diagnostics, ct).Import();
        foreach (string file in external.Files)
        {
            externalFiles?.Add(file);
        }

        return graph;
    }
}
