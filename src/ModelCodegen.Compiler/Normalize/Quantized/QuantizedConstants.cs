using ModelCodegen.Compiler.Compress.Quantization;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Normalize.Quantized;

/// <summary>Constants that bytes can stand for exactly.</summary>
internal sealed class QuantizedConstants(Graph source, GraphRewriter rewriter)
{
    private readonly Dictionary<(string Name, Ir.Quantization? Quantization), string?> known = [];

    /// <summary>The constant as bytes of any scale: the model's own, or those of a single number; <see langword="null"/> where there are none.</summary>
    public string? AsBytes(string name) => Remember(name, null, () =>
    {
        Tensor constant = source.Constants[name];
        if (constant.Type != ElementType.Float32)
        {
            return null;
        }

        if (source.Dequantized.GetValueOrDefault(name) is { Single: { } single } tensor && single.Scale > 0 && float.IsNormal(single.Scale))
        {
            bool signed = tensor.Codes.Type == ElementType.Int8;
            byte[] codes = tensor.Codes.Bytes.ToArray();
            byte[] shifted = signed ? Array.ConvertAll(codes, code => (byte)(code ^ 128)) : codes;
            return rewriter.AddBytes(
                name + "/bytes", Tensor.Create(constant.Shape, shifted), new Ir.Quantization(single.Scale, single.ZeroPoint + (signed ? 128 : 0)));
        }

        float[] values = constant.ToFloat();
        return values.Length > 0 && values.All(value => value == values[0]) && Number(values[0]).Holds(values[0])
            ? rewriter.AddBytes(name + "/bytes", Tensor.Create(constant.Shape, Array.ConvertAll(values, Number(values[0]).Quantize)), Number(values[0]))
            : null;
    });

    /// <summary>The constant as bytes of a scale; <see langword="null"/> where they would round.</summary>
    public string? AsBytes(string name, Ir.Quantization quantization) => Remember(name, quantization, () =>
        source.Constants.TryGetValue(name, out Tensor? constant) && constant.Type == ElementType.Float32 && constant.ToFloat().All(quantization.Holds)
            ? rewriter.AddBytes(name + "/bytes", quantization.Quantize(constant), quantization)
            : null);

    private string? Remember(string name, Ir.Quantization? quantization, Func<string?> make)
    {
        if (!known.TryGetValue((name, quantization), out string? bytes))
        {
            known[(name, quantization)] = bytes = make();
        }

        return bytes;
    }

    // A scale under which a number is exactly one step from 0.
    private static Ir.Quantization Number(float value) =>
        !float.IsNormal(value) ? new Ir.Quantization(1, 0)
        : value > 0 ? new Ir.Quantization(value, 0)
        : new Ir.Quantization(-value, 1);
}
