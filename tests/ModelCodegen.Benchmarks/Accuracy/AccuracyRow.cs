using System.Text.Json.Serialization;

namespace ModelCodegen.Benchmarks.Accuracy;

/// <summary>One network by one method, over all seeds.</summary>
/// <param name="Model">The network.</param>
/// <param name="Method">The method.</param>
/// <param name="FloatTop1">The float network's top-1 accuracy in percent, mean over the seeds.</param>
/// <param name="Top1">The compressed network's.</param>
/// <param name="Drop">Their difference in percentage points.</param>
/// <param name="Interval">Half of the paired 95 % interval around the drop, over all images of all seeds.</param>
/// <param name="WorstDrop">The largest drop of a seed.</param>
/// <param name="Agreement">Images with the float network's class, in percent.</param>
/// <param name="Sqnr">Of the logits against the float network's, in dB, the least of the seeds.</param>
/// <param name="Bytes">Weights.</param>
/// <param name="MicrosecondsPerImage">Of one run on one thread.</param>
/// <param name="CompressSeconds">From the model to the plan, mean over the seeds.</param>
internal sealed record AccuracyRow(
    [property: JsonPropertyName("model")] string Model,
    [property: JsonPropertyName("method")] string Method,
    [property: JsonPropertyName("float_top1")] double FloatTop1,
    [property: JsonPropertyName("top1")] double Top1,
    [property: JsonPropertyName("drop")] double Drop,
    [property: JsonPropertyName("drop_interval")] double Interval,
    [property: JsonPropertyName("worst_drop")] double WorstDrop,
    [property: JsonPropertyName("agreement")] double Agreement,
    [property: JsonPropertyName("sqnr_db")] double Sqnr,
    [property: JsonPropertyName("bytes")] long Bytes,
    [property: JsonPropertyName("us_per_image")] double MicrosecondsPerImage,
    [property: JsonPropertyName("compress_s")] double CompressSeconds)
{
    /// <summary>The table's first line.</summary>
    public static string Header { get; } =
        $"{"network",-14} {"method",-30} {"float",7} {"top-1",7} {"drop",6} {"+-",5} {"worst",6} {"agree",7} {"SQNR",6} {"bytes",8} {"us",7} {"compress",9}";

    /// <summary>The line.</summary>
    public override string ToString() =>
        $"{Model,-14} {Method,-30} {FloatTop1,7:F2} {Top1,7:F2} {Drop,6:F2} {Interval,5:F2} {WorstDrop,6:F2} {Agreement,7:F2} {Sqnr,6:F1} {Bytes,8} {MicrosecondsPerImage,7:F1} {CompressSeconds,7:F1} s";
}
