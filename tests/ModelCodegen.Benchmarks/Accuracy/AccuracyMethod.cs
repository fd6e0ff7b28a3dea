using ModelCodegen.Compiler;

namespace ModelCodegen.Benchmarks.Accuracy;

/// <summary>A way to compress a network, or how ONNX Runtime does it.</summary>
/// <param name="Name">Its name in the table.</param>
/// <param name="Options">Our options, from those with model and calibration data; <see langword="null"/> for ONNX Runtime's ways.</param>
/// <param name="PerTensor">ONNX Runtime's weights have one scale per tensor instead of one per channel.</param>
internal sealed record AccuracyMethod(string Name, Func<CompressOptions, CompressOptions>? Options, bool PerTensor = false)
{
    /// <summary>The largest drop on validation images, in percentage points, where there is a limit.</summary>
    public double? Budget { get; init; }

    /// <summary>Those that are measured where none is named.</summary>
    public static IReadOnlyList<AccuracyMethod> All { get; } =
    [
        new("int8", options => options),
        new("int8, no recovery", options => options with { Recovery = RecoveryMethods.None }),
        new("int8, equalization", options => options with { Recovery = RecoveryMethods.Equalization }),
        new("int8, adaptive rounding", options => options with { Recovery = RecoveryMethods.AdaptiveRounding }),
        new("int8, bias correction", options => options with { Recovery = RecoveryMethods.BiasCorrection }),
        new("int8, percentile", options => options with { CalibrationMethod = CalibrationMethod.Percentile }),
        new("int8, entropy", options => options with { CalibrationMethod = CalibrationMethod.Entropy }),
        new("int8, mse", options => options with { CalibrationMethod = CalibrationMethod.Mse }),
        new("int8, auto", options => options with { CalibrationMethod = CalibrationMethod.Auto }),
        new("int8, budget 0.1", options => options) { Budget = 0.1 },
        new("int8-dynamic", options => options with { Quantization = QuantizationScheme.Int8Dynamic }),
        new("int16x8", options => options with { Quantization = QuantizationScheme.Int16x8 }),
        new("int8-weights", options => options with { Quantization = QuantizationScheme.Int8Weights }),
        new("float16-weights", options => options with { Quantization = QuantizationScheme.Float16Weights }),
        new("none", options => options with { Quantization = QuantizationScheme.None, CalibrationFiles = [] }),
        new("ONNX Runtime int8", null),
        new("ONNX Runtime int8, per tensor", null, PerTensor: true),
    ];

    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(method => method.Name)];
}
