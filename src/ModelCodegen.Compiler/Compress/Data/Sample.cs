using ModelCodegen.Compiler.Ir;

namespace ModelCodegen.Compiler.Compress.Data;

/// <summary>What one run of a network takes, and what it should find.</summary>
/// <param name="Inputs">A tensor for every input, by its name.</param>
/// <param name="Label">The index of the right element of the first output: that of its arg-max. <see langword="null"/> where the data has none.</param>
internal sealed record Sample(IReadOnlyDictionary<string, Tensor> Inputs, long? Label);
