using System.Text.Json.Serialization;

namespace ModelCodegen.Conformance.Zoo;

/// <summary>What was found out about one network.</summary>
/// <param name="Model">Its name.</param>
/// <param name="Operators">How many nodes the model has.</param>
/// <param name="FloatError">The largest difference of the float network's outputs from ONNX Runtime's, by their range.</param>
/// <param name="Sqnr">The int8 network's signal to noise ratio in dB, ONNX Runtime's float being the signal; each output's mean over the inputs is taken off.</param>
/// <param name="OrtSqnr">The same of ONNX Runtime's int8 with the same calibration inputs.</param>
/// <param name="FloatIslands">How many steps of the int8 network compute in float, conversions not counted.</param>
/// <param name="CompressSeconds">From the .onnx file to the int8 plan, with 32 calibration inputs.</param>
/// <param name="CompileSeconds">From the plan to the assembly: generator and C# compiler.</param>
/// <param name="SourceKilobytes">The size of the generated C#.</param>
/// <param name="Failure">What went wrong, if something did.</param>
internal sealed record ZooRow(
    [property: JsonPropertyName("model")] string Model,
    [property: JsonPropertyName("operators")] int Operators,
    [property: JsonPropertyName("float_rel_err")] double FloatError,
    [property: JsonPropertyName("int8_sqnr_db")] double Sqnr,
    [property: JsonPropertyName("ort_int8_sqnr_db")] double OrtSqnr,
    [property: JsonPropertyName("float_islands")] int FloatIslands,
    [property: JsonPropertyName("compress_s")] double CompressSeconds,
    [property: JsonPropertyName("compile_s")] double CompileSeconds,
    [property: JsonPropertyName("source_kb")] double SourceKilobytes,
    [property: JsonPropertyName("failure"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Failure = null);
