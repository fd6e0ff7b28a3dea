namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>Float32, or integers that stand for real numbers, to integers by the output's <see cref="Ir.Quantization"/>; put in by the compressor.</summary>
public sealed record Quantize : Operator;
