namespace ModelCodegen.Compiler.Compress.Budget;

/// <summary>What one layer's codes cost.</summary>
/// <param name="Node">The layer's name.</param>
/// <param name="Noise">The energy of the noise that this layer alone puts on the outputs, relative to theirs.</param>
/// <param name="ExtraMicroseconds">What 16-bit activations would cost in time, as predicted.</param>
public sealed record LayerSensitivity(string Node, double Noise, double ExtraMicroseconds);
