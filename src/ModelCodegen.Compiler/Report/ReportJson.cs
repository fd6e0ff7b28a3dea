using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using ModelCodegen.Compiler.Report.Comparison;

namespace ModelCodegen.Compiler.Report;

/// <summary>Writes a report as JSON: the members of <see cref="NetworkReport"/> or <see cref="ComparisonReport"/>, in their order, in camel case.</summary>
public static class ReportJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        Converters = { new PrecisionConverter() },
    };

    /// <summary>The file's bytes, the same on every machine.</summary>
    public static byte[] Write(NetworkReport report) => Serialize(report);

    /// <summary>The file's bytes, but for what ONNX Runtime computes the same on every machine.</summary>
    public static byte[] Write(ComparisonReport report) => Serialize(report);

    private static byte[] Serialize<T>(T report) =>
        Encoding.UTF8.GetBytes(JsonSerializer.Serialize(report, Options).ReplaceLineEndings("\n") + "\n");

    private sealed class PrecisionConverter : JsonConverter<LayerPrecision>
    {
        public override LayerPrecision Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            string? name = reader.GetString();
            return Enum.GetValues<LayerPrecision>().Single(precision => precision.Name() == name);
        }

        public override void Write(Utf8JsonWriter writer, LayerPrecision value, JsonSerializerOptions options) => writer.WriteStringValue(value.Name());
    }
}
