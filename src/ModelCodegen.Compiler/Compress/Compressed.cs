using ModelCodegen.Compiler.Compress.Budget;
using ModelCodegen.Compiler.Compress.Calibration;
using ModelCodegen.Compiler.Ir;

namespace ModelCodegen.Compiler.Compress;

/// <summary>A compressed network.</summary>
/// <param name="Graph">The network, its values and constants in their final types.</param>
/// <param name="Scheme">The scheme that was used in the end.</param>
/// <param name="Sparsity">Zeros / weights of all layers with weights, 0 to 1.</param>
public sealed record Compressed(Graph Graph, QuantizationScheme Scheme, double Sparsity)
{
    /// <summary>The network of floats that was quantized, with the same names; <see langword="null"/> where the model was quantized already.</summary>
    public Graph? Reference { get; init; }

    /// <summary>What each of its values was on calibration data, by name; empty without.</summary>
    public IReadOnlyDictionary<string, Histogram> Histograms { get; init; } = new Dictionary<string, Histogram>();

    /// <summary>What it cost on validation data; <see langword="null"/> without.</summary>
    public Accuracy? Accuracy { get; init; }

    /// <summary>The number of calibration samples.</summary>
    public int CalibrationSamples { get; init; }
}
