namespace ModelCodegen.Compiler.Normalize.Quantized;

/// <summary>A value of the model, as integer kernels compute with it.</summary>
/// <param name="Name">The UInt8 value; where <paramref name="Quantization"/> is <see langword="null"/>, the float one whose range is found at run time.</param>
/// <param name="Quantization">What its bytes stand for.</param>
/// <param name="IsSigned">Whether the model's own bytes are signed; those here are shifted by 128.</param>
internal sealed record ByteValue(string Name, Ir.Quantization? Quantization, bool IsSigned);
