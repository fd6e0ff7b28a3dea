namespace ModelCodegen.Compiler.Report.Comparison;

/// <summary>How near one layer's values come to those of floats.</summary>
/// <param name="Name">The node's name.</param>
/// <param name="Value">The float model's name of the value.</param>
/// <param name="Operator">What it does.</param>
/// <param name="Precision">What ours computes in.</param>
/// <param name="Sqnr">Ours against its own floats, in dB; channels may be equalized.</param>
/// <param name="OnnxRuntimeSqnr">ONNX Runtime's int8 against its floats, in dB; <see langword="null"/> where it has no such value in int8.</param>
public sealed record LayerScore(string Name, string Value, string Operator, LayerPrecision Precision, double? Sqnr, double? OnnxRuntimeSqnr);
