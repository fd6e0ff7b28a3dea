using Google.Protobuf;
using ModelCodegen.Compiler.Diagnostics;
using ModelCodegen.Compiler.Import.Protobuf;

namespace ModelCodegen.Compiler.Import;

/// <summary>Reads the file and checks what concerns the whole model.</summary>
internal static class ModelReader
{
    private const int OldestIrVersion = 3;
    private const int NewestIrVersion = 13;
    private const int OldestOpset = 1;
    private const int NewestOpset = 26;

    /// <summary>The parsed model; its graph exists and its versions are supported.</summary>
    public static ModelProto Read(string path)
    {
        ModelProto model = Parse(ReadBytes(path), path);
        if (model.Graph is null || (model.Graph.Node.Count == 0 && model.Graph.Output.Count == 0))
        {
            throw new CompilationException(DiagnosticCode.ModelDamaged, "The file holds no ONNX graph; it is another kind of file, or damaged.");
        }

        if (model.IrVersion is < OldestIrVersion or > NewestIrVersion)
        {
            throw new CompilationException(
                DiagnosticCode.OpsetUnsupported,
                $"The model has IR version {model.IrVersion}; versions {OldestIrVersion} to {NewestIrVersion} are supported.");
        }

        CheckOpset(model.OpsetImport, "The model");
        return model;
    }

    /// <summary>The opset of ai.onnx that a model or function imports, or 0.</summary>
    public static int CheckOpset(IReadOnlyCollection<OperatorSetIdProto> imports, string importer)
    {
        OperatorSetIdProto? standard = imports.FirstOrDefault(import => import.Domain is "" or "ai.onnx");
        if (standard is null)
        {
            throw new CompilationException(DiagnosticCode.ModelDamaged, $"{importer} does not say which ONNX operator set it uses; it may be cut short.");
        }

        if (standard.Version is < OldestOpset or > NewestOpset)
        {
            throw new CompilationException(
                DiagnosticCode.OpsetUnsupported,
                $"{importer} uses ONNX operator set {standard.Version}; sets {OldestOpset} to {NewestOpset} are supported. Convert it with onnx.version_converter.");
        }

        return (int)standard.Version;
    }

    private static byte[] ReadBytes(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new CompilationException(DiagnosticCode.ModelUnreadable, $"The model cannot be read: {e.Message}");
        }
    }

    private static ModelProto Parse(byte[] bytes, string path)
    {
        if (bytes.Length == 0)
        {
            throw new CompilationException(DiagnosticCode.ModelDamaged, $"'{Path.GetFileName(path)}' is empty.");
        }

        try
        {
            return ModelProto.Parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new CompilationException(DiagnosticCode.ModelDamaged, $"The file is no ONNX model, or is damaged: {e.Message}");
        }
    }
}
