using System.Text.Json.Serialization;

namespace ModelCodegen.Benchmarks.Peers;

/// <summary>One model's line of the table.</summary>
internal sealed record PeerRow(
    [property: JsonPropertyName("model")] string Model,
    [property: JsonPropertyName("threads")] int Threads,
    [property: JsonPropertyName("tier")] string Tier,
    [property: JsonPropertyName("ours_ms")] double OursMs,
    [property: JsonPropertyName("ours_fp32_ms")] double OursFp32Ms,
    [property: JsonPropertyName("ort_fp32_ms")] double OrtFp32Ms,
    [property: JsonPropertyName("ort_int8_ms")] double OrtInt8Ms,
    [property: JsonPropertyName("ratio")] double Ratio,
    [property: JsonPropertyName("gmacs")] double Gmacs,
    [property: JsonPropertyName("bytes")] int Bytes);
