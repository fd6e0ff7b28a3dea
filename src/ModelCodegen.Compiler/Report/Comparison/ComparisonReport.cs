namespace ModelCodegen.Compiler.Report.Comparison;

/// <summary>A network in several forms, side by side.</summary>
/// <param name="Model">The model file's name.</param>
/// <param name="Samples">The number of samples that the forms ran on.</param>
/// <param name="CalibrationSamples">The number of samples that ranges came from.</param>
/// <param name="LayerSamples">The number of samples that layers were compared on.</param>
/// <param name="Networks">The forms; the first one is what the others are compared with.</param>
/// <param name="Layers">The compressed network's layers, the one with the most noise first.</param>
public sealed record ComparisonReport(
    string Model, int Samples, int CalibrationSamples, int LayerSamples, IReadOnlyList<NetworkScore> Networks, IReadOnlyList<LayerScore> Layers);
