namespace ModelCodegen.Compiler.Report;

/// <summary>All that a report says of a compressed network. The JSON form has these members, in this order, in camel case.</summary>
public sealed record NetworkReport
{
    /// <summary>The version of this schema; a member that changes its meaning changes it.</summary>
    public int Schema { get; init; } = 1;

    /// <summary>The version of the tool.</summary>
    public required string ToolVersion { get; init; }

    /// <summary>The model's file name, without its folder.</summary>
    public required string Model { get; init; }

    /// <summary>The SHA-256 of the model file, in lower-case hex.</summary>
    public required string Sha256 { get; init; }

    /// <summary>The generated class, with its namespace.</summary>
    public required string Class { get; init; }

    /// <summary>The options as one line.</summary>
    public required string Options { get; init; }

    /// <summary>The scheme that was used in the end.</summary>
    public required string Quantization { get; init; }

    /// <summary>The inputs.</summary>
    public required IReadOnlyList<PortReport> Inputs { get; init; }

    /// <summary>The outputs.</summary>
    public required IReadOnlyList<PortReport> Outputs { get; init; }

    /// <summary>Sums over the network.</summary>
    public required TotalsReport Totals { get; init; }

    /// <summary>How many samples the ranges come from; 0 without calibration.</summary>
    public required int CalibrationSamples { get; init; }

    /// <summary>How many samples the compressed network was compared with the float one on; 0 where there were none.</summary>
    public required int ComparedSamples { get; init; }

    /// <summary>The accuracy on validation data; <see langword="null"/> where there is none.</summary>
    public AccuracyReport? Accuracy { get; init; }

    /// <summary>How weights were removed: <c>none</c>, or the method.</summary>
    public required string Pruning { get; init; }

    /// <summary>The layers, in the order of execution.</summary>
    public required IReadOnlyList<LayerReport> Layers { get; init; }

    /// <summary>All warnings: code and text.</summary>
    public required IReadOnlyList<WarningReport> Warnings { get; init; }
}
