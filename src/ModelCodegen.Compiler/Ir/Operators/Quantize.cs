namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>Float32 to UInt8 by the output's <see cref="Ir.Quantization"/>; put in by the compressor.</summary>
public sealed record Quantize : Operator;
