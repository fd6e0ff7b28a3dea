namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>
/// Float32 to UInt8 by the range that the values have at run time (ONNX's DynamicQuantizeLinear); put in by the
/// compressor. The Conv or Gemm that reads the result knows where the scale and the zero point are, and gives Float32.
/// </summary>
public sealed record DynamicQuantize : Operator;
