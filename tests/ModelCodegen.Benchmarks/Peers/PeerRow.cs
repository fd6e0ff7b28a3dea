using System.Text.Json.Serialization;
using ModelCodegen.Peers;

namespace ModelCodegen.Benchmarks.Peers;

/// <summary>One model's line of the table.</summary>
/// <param name="Model">Its name.</param>
/// <param name="Threads">Threads of both sides; first results are always those of one thread.</param>
/// <param name="Tier">The instruction set of our int8 kernels.</param>
/// <param name="OursMs">Our int8 network, the median time of a run.</param>
/// <param name="OursFp32Ms">Our float network.</param>
/// <param name="OrtFp32Ms">ONNX Runtime with the float model.</param>
/// <param name="OrtInt8Ms">ONNX Runtime with the int8 model.</param>
/// <param name="Ratio">ONNX Runtime's better one by our int8.</param>
/// <param name="Gmacs">Billions of multiply-adds per second of our int8 network.</param>
/// <param name="PeakShare">That by the peak of all threads.</param>
/// <param name="Bytes">Our int8 weights.</param>
/// <param name="FirstResultMs">From process start to our int8 network's first result.</param>
/// <param name="OrtFirstResultMs">ONNX Runtime's, the better of its two.</param>
/// <param name="PeakMib">The peak memory of our program.</param>
/// <param name="OrtPeakMib">ONNX Runtime's, the better of its two.</param>
/// <param name="EmptyPeakMib">That of a program that does nothing.</param>
/// <param name="CodeKilobytes">How much the int8 network adds to an assembly beyond its weights.</param>
/// <param name="OrtInt8Graph">What ONNX Runtime's optimizations left of the int8 model.</param>
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
    [property: JsonPropertyName("peak_share")] double PeakShare,
    [property: JsonPropertyName("bytes")] int Bytes,
    [property: JsonPropertyName("first_result_ms")] double FirstResultMs,
    [property: JsonPropertyName("ort_first_result_ms")] double OrtFirstResultMs,
    [property: JsonPropertyName("peak_mib")] double PeakMib,
    [property: JsonPropertyName("ort_peak_mib")] double OrtPeakMib,
    [property: JsonPropertyName("empty_peak_mib")] double EmptyPeakMib,
    [property: JsonIgnore] double CodeKilobytes,
    [property: JsonIgnore] OptimizedGraph OrtInt8Graph)
{
    /// <summary>The table's first lines.</summary>
    public const string Header = """
                            ms per run                              ORT's                    of the                        first    of     MiB      of     ORT's int8 graph
        model               int8      fp32      ORT fp32  ORT int8  better/int8  GMAC/s  peak    weights    code KB  ms       ORT's  + empty  ORT's  float, Q/DQ of nodes
        """;

    /// <summary>The line.</summary>
    public override string ToString() =>
        $"{Model,-19} {OursMs,-9:F4} {OursFp32Ms,-9:F4} {OrtFp32Ms,-9:F4} {OrtInt8Ms,-9:F4} {Ratio,-12:F2} {Gmacs,-7:F1} {PeakShare,-7:P0} {Bytes,-10} {CodeKilobytes,-8:F0} "
        + $"{FirstResultMs,-8:F1} {FirstResultMs / OrtFirstResultMs,-6:P0} {PeakMib - EmptyPeakMib,-8:F1} {(PeakMib - EmptyPeakMib) / (OrtPeakMib - EmptyPeakMib),-6:P0} "
        + $"{OrtInt8Graph.FloatOperators}, {OrtInt8Graph.Conversions} of {OrtInt8Graph.Nodes}";
}
