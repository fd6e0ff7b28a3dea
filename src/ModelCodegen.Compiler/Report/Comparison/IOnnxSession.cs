using ModelCodegen.Compiler.Ir;

namespace ModelCodegen.Compiler.Report.Comparison;

/// <summary>A model that ONNX Runtime runs.</summary>
public interface IOnnxSession : IDisposable
{
    /// <summary>Runs it, and gives its outputs of floats by their names.</summary>
    IReadOnlyDictionary<string, float[]> Run(IReadOnlyDictionary<string, Tensor> inputs);
}
