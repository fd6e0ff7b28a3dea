namespace ModelCodegen.Compiler.Report;

/// <summary>Sums over a network.</summary>
/// <param name="FileBytes">The size of the model file, with the files beside it that hold its tensors.</param>
/// <param name="WeightBytes">The size of the weight resource, which is all that the program carries of them.</param>
/// <param name="ArenaBytes">The memory of an instance.</param>
/// <param name="Parameters">The number of weights, biases and other constants.</param>
/// <param name="Macs">Multiply-adds of a run, as the layers are defined.</param>
/// <param name="Sparsity">Zeros / weights, 0 to 1.</param>
/// <param name="PredictedMicroseconds">The sum of the layers' predicted times.</param>
public sealed record TotalsReport(long FileBytes, long WeightBytes, long ArenaBytes, long Parameters, long Macs, double Sparsity, double PredictedMicroseconds);
