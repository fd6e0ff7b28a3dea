namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>UInt8 or Int16 to Float32 by the input's <see cref="Ir.Quantization"/>; put in by the compressor.</summary>
public sealed record Dequantize : Operator;
