namespace ModelCodegen.Compiler.Compress.Quantization;

/// <summary>What a node of a statically quantized network computes in.</summary>
public enum Precision
{
    /// <summary>8-bit weights and activations.</summary>
    Int8,

    /// <summary>8-bit weights and 16-bit activations.</summary>
    Int16x8,

    /// <summary>Single precision.</summary>
    Float,
}
