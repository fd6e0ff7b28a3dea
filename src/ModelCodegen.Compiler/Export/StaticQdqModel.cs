using Google.Protobuf;
using ModelCodegen.Compiler.Compress.Calibration;
using ModelCodegen.Compiler.Import.Protobuf;

namespace ModelCodegen.Compiler.Export;

/// <summary>The int8 form of a float model by the conventions of ONNX Runtime's <c>quantize_static</c>: what to compare with.</summary>
/// <param name="Bytes">The model file.</param>
/// <param name="Dequantized">The name of each quantized value's dequantized form, by its name in the float model.</param>
public sealed record StaticQdqModel(byte[] Bytes, IReadOnlyDictionary<string, string> Dequantized)
{
    /// <summary>Observes a model and quantizes it.</summary>
    /// <param name="floats">The float model, its constants computed and BatchNormalization folded.</param>
    /// <param name="observe">Runs a model on all calibration data, and gives its inputs and outputs that are floats, by name.</param>
    /// <param name="perTensor">Whether all channels of a layer's weights get the scale of the widest one.</param>
    public static StaticQdqModel Of(byte[] floats, Func<byte[], IEnumerable<(string Name, float[] Values)>> observe, bool perTensor = false)
    {
        var ranges = new Dictionary<string, ValueRange>(StringComparer.Ordinal);
        foreach ((string name, float[] values) in observe(Expose(floats)).Where(value => value.Values.Length > 0))
        {
            ranges[name] = ranges.GetValueOrDefault(name, ValueRange.Empty).Union(ValueRange.Of(values));
        }

        ModelProto model = ModelProto.Parser.ParseFrom(floats);
        var writer = new StaticQdqWriter(model, ranges, perTensor);
        writer.Rewrite();
        return new StaticQdqModel(model.ToByteArray(), writer.Dequantized);
    }

    /// <summary>A copy of a model that gives values inside of it, too: those that are named, or all that nodes compute.</summary>
    public static byte[] Expose(byte[] model, IEnumerable<string>? values = null)
    {
        ModelProto exposed = ModelProto.Parser.ParseFrom(model);
        HashSet<string> outputs = [.. exposed.Graph.Output.Select(output => output.Name)];
        values ??= exposed.Graph.Node.SelectMany(node => node.Output);
        exposed.Graph.Output.AddRange(values.Where(name => name.Length > 0 && outputs.Add(name)).Select(name => new ValueInfoProto { Name = name }).ToArray());
        return exposed.ToByteArray();
    }
}
