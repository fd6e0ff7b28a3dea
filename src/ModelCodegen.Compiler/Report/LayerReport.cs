namespace ModelCodegen.Compiler.Report;

/// <summary>A node of the compressed network.</summary>
public sealed record LayerReport
{
    /// <summary>Its name in the model.</summary>
    public required string Name { get; init; }

    /// <summary>What it computes.</summary>
    public required string Operator { get; init; }

    /// <summary>The values that it reads; constants are left out.</summary>
    public required IReadOnlyList<string> Inputs { get; init; }

    /// <summary>The values that it computes.</summary>
    public required IReadOnlyList<string> Outputs { get; init; }

    /// <summary>The shape of the first value that it computes.</summary>
    public required IReadOnlyList<int> Shape { get; init; }

    /// <summary>The shape of its weights; empty where it has none.</summary>
    public required IReadOnlyList<int> WeightShape { get; init; }

    /// <summary>In which numbers it computes: <c>int8</c>, <c>int16x8</c>, <c>int8-dynamic</c>, <c>weights-only</c>, <c>float</c>, <c>integer</c> or <c>conversion</c>.</summary>
    public required LayerPrecision Precision { get; init; }

    /// <summary>The bits of a weight; 0 where it has none.</summary>
    public required int WeightBits { get; init; }

    /// <summary>Multiply-adds, as the layer is defined.</summary>
    public required long Macs { get; init; }

    /// <summary>The number of its constants' elements; those that several layers share count for the first.</summary>
    public required long Parameters { get; init; }

    /// <summary>The bytes of its constants before they are laid out for kernels; those that several layers share count for the first.</summary>
    public required long ConstantBytes { get; init; }

    /// <summary>Zeros / weights, 0 to 1; <see langword="null"/> where it has no weights.</summary>
    public required double? Sparsity { get; init; }

    /// <summary>
    /// The energy of the float network's value over that of the difference, in dB, all errors before the layer included. At
    /// most 200, which means that there is no difference; <see langword="null"/> where it was not measured.
    /// </summary>
    public required double? Sqnr { get; init; }

    /// <summary>The time that the report's cost model predicts.</summary>
    public required double PredictedMicroseconds { get; init; }

    /// <summary>What is known of its first value; <see langword="null"/> where that is neither quantized nor was observed.</summary>
    public required ActivationReport? Activation { get; init; }
}
