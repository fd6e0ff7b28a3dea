using ModelCodegen.Compiler.Ir;

namespace ModelCodegen.Compiler.Compress;

/// <summary>A compressed network.</summary>
/// <param name="Graph">The network, its values and constants in their final types.</param>
/// <param name="Scheme">The scheme that was used in the end.</param>
/// <param name="Sparsity">Zeros / weights of all layers with weights, 0 to 1.</param>
public sealed record Compressed(Graph Graph, QuantizationScheme Scheme, double Sparsity);
