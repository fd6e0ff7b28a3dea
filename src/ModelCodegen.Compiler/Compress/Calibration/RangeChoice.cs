namespace ModelCodegen.Compiler.Compress.Calibration;

/// <summary>Turns what was seen of a value into the range that its code covers.</summary>
internal static class RangeChoice
{
    /// <summary>The range by one method; <see cref="CalibrationMethod.Auto"/> is no such method.</summary>
    public static ValueRange Of(Histogram histogram, CalibrationMethod method) => method switch
    {
        _ when histogram.Total == 0 => histogram.Range,
        CalibrationMethod.MinMax => histogram.Range,
        CalibrationMethod.Percentile => PercentileRange.Of(histogram),
        CalibrationMethod.Entropy => EntropyRange.Of(histogram),
        CalibrationMethod.Mse => SquaredErrorRange.Of(histogram),
        _ => throw new ArgumentOutOfRangeException(nameof(method)),
    };
}
