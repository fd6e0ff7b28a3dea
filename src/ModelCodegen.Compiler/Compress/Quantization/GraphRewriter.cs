using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Compress.Quantization;

/// <summary>Collects a quantized network's nodes, values and constants, and makes each conversion at most once.</summary>
internal sealed class GraphRewriter(Graph source)
{
    private readonly ImmutableArray<Node>.Builder nodes = ImmutableArray.CreateBuilder<Node>();
    private readonly ImmutableSortedDictionary<string, ValueInfo>.Builder values = source.Values.ToBuilder();
    private readonly ImmutableSortedDictionary<string, Tensor>.Builder constants = source.Constants.ToBuilder();
    private readonly ImmutableSortedDictionary<string, ImmutableArray<float>>.Builder weightScales = source.WeightScales.ToBuilder();
    private readonly ImmutableSortedDictionary<string, Ir.Quantization>.Builder constantQuantization = source.ConstantQuantization.ToBuilder();
    private readonly Dictionary<(string Name, string Kind), string> conversions = [];

    /// <summary>Appends a node.</summary>
    public void Add(Node node) => nodes.Add(node);

    /// <summary>Says of what type a value is from now on.</summary>
    public void SetValue(string name, ValueInfo info) => values[name] = info;

    /// <summary>The value in float: itself, or the result of a Dequantize.</summary>
    public string AsFloat(string name) => values.TryGetValue(name, out ValueInfo? info) && info.Quantization is not null
        ? Convert(name, "dequantized", new Dequantize(), info with { Type = ElementType.Float32, Quantization = null })
        : name;

    /// <summary>The value in integers: itself, or the result of a Quantize with these parameters.</summary>
    public string AsIntegers(string name, Ir.Quantization quantization)
    {
        ValueInfo info = values[name];
        return info.Quantization?.Type == quantization.Type
            ? name
            : Convert(
                name,
                quantization.Type == ElementType.UInt8 ? "quantized" : "quantized16",
                new Quantize(),
                info with { Type = quantization.Type, Quantization = quantization });
    }

    /// <summary>The value in bytes with a scale found at run time.</summary>
    public string AsDynamicBytes(string name) =>
        Convert(name, "quantized", new DynamicQuantize(), values[name] with { Type = ElementType.UInt8 });

    /// <summary>A float constant in bytes, with a given scale or one of its own.</summary>
    public string ConstantAsBytes(string name, Ir.Quantization? parameters = null)
    {
        string kind = parameters is null ? "constant" : $"constant {parameters}";
        if (!conversions.TryGetValue((name, kind), out string? bytes))
        {
            Tensor tensor = constants[name];
            Ir.Quantization quantization = parameters ?? ActivationParameters.FromRange(Calibration.ValueRange.Of(tensor.Values<float>()));
            bytes = AddBytes(name + "/quantized", quantization.Quantize(tensor), quantization);
            conversions[(name, kind)] = bytes;
        }

        return bytes;
    }

    /// <summary>Adds a constant of bytes that stand for reals.</summary>
    public string AddBytes(string wish, Tensor tensor, Ir.Quantization quantization)
    {
        string added = AddConstant(wish, tensor);
        constantQuantization[added] = quantization;
        return added;
    }

    /// <summary>Adds quantized weights.</summary>
    public string AddWeights(string name, Tensor weights, ImmutableArray<float> scales)
    {
        string added = AddConstant(name + "/quantized", weights);
        weightScales[added] = scales;
        return added;
    }

    /// <summary>Adds a constant under a name like the wished one.</summary>
    public string AddConstant(string wish, Tensor tensor)
    {
        string name = Fresh(wish);
        constants[name] = tensor;
        return name;
    }

    /// <summary>A name like the wished one that nothing has.</summary>
    public string Fresh(string wish) => FreshName.For(wish, name => values.ContainsKey(name) || constants.ContainsKey(name));

    /// <summary>The network, without the constants that nobody reads any more.</summary>
    public Graph ToGraph()
    {
        var read = nodes.SelectMany(node => node.Inputs).Concat(source.Outputs).ToHashSet(StringComparer.Ordinal);
        constants.RemoveRange(constants.Keys.Where(name => !read.Contains(name)).ToArray());
        weightScales.RemoveRange(weightScales.Keys.Where(name => !read.Contains(name)).ToArray());
        return source with
        {
            Nodes = nodes.ToImmutable(),
            Values = values.ToImmutable(),
            Constants = constants.ToImmutable(),
            WeightScales = weightScales.ToImmutable(),
            ConstantQuantization = constantQuantization.ToImmutable(),
        };
    }

    private string Convert(string name, string kind, Operator conversion, ValueInfo info)
    {
        if (!conversions.TryGetValue((name, kind), out string? converted))
        {
            converted = Fresh($"{name}/{kind}");
            values[converted] = info;
            nodes.Add(new Node(converted, conversion, [name], [converted]));
            conversions[(name, kind)] = converted;
        }

        return converted;
    }
}
