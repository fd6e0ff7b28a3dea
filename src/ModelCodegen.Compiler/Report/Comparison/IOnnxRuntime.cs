namespace ModelCodegen.Compiler.Report.Comparison;

/// <summary>ONNX Runtime, which the compiler is built without: whoever has it brings it.</summary>
public interface IOnnxRuntime
{
    /// <summary>A model as the basic graph optimizations leave it: constants computed, BatchNormalization folded, every value a float model's.</summary>
    /// <param name="path">The .onnx file, which others may lie beside.</param>
    byte[] Optimize(string path);

    /// <summary>Loads a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="optimize">Whether all graph optimizations are on, or none.</param>
    IOnnxSession Open(byte[] model, bool optimize);
}
