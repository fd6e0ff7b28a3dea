using ModelCodegen.Compiler.Compress.Quantization;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Normalize.Quantized;

/// <summary>Which values of the model exist as unsigned bytes, and how to get from these what the model has.</summary>
internal sealed class QuantizedValues(Graph source, GraphRewriter rewriter)
{
    private readonly Dictionary<string, ByteValue> codes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ByteValue> reals = new(StringComparer.Ordinal);
    private readonly HashSet<string> made = new(StringComparer.Ordinal);

    /// <summary>The bytes that stand for a value of the model's bytes.</summary>
    public ByteValue? Codes(string name) => codes.GetValueOrDefault(name);

    /// <summary>The bytes that stand for a float value.</summary>
    public ByteValue? Reals(string name) => reals.GetValueOrDefault(name);

    /// <summary>Notes that a value of the model's bytes exists as unsigned bytes.</summary>
    public void AddCodes(string name, ByteValue value) => codes[name] = value;

    /// <summary>Notes that a float value exists as bytes.</summary>
    public void AddReals(string name, ByteValue value) => reals[name] = value;

    /// <summary>Notes that a float value is what bytes stand for whose range is found at run time.</summary>
    /// <param name="name">The value.</param>
    /// <param name="original">The float value before it was quantized.</param>
    public void AddDynamic(string name, string original)
    {
        reals[name] = new ByteValue(original, null, IsSigned: false);
        made.Add(name);
    }

    /// <summary>Makes a place for the unsigned form of a value of the model.</summary>
    /// <param name="name">The model's value.</param>
    /// <param name="quantization">What its bytes stand for.</param>
    /// <param name="isSigned">Whether the model's bytes are signed.</param>
    public ByteValue MakeCodes(string name, Ir.Quantization quantization, bool isSigned)
    {
        ByteValue value = Make(isSigned ? rewriter.Fresh(name + "/unsigned") : name, name, quantization, isSigned);
        codes[name] = value;
        return value;
    }

    /// <summary>Makes a place for the bytes of a float value.</summary>
    public ByteValue MakeReals(string name, Ir.Quantization quantization)
    {
        ByteValue value = Make(rewriter.Fresh(name + "/bytes"), name, quantization, isSigned: false);
        reals[name] = value;
        return value;
    }

    /// <summary>
    /// Takes a value of the model's bytes that other operators or the caller give; <see langword="null"/> where it has
    /// another meaning already.
    /// </summary>
    public ByteValue? Adopt(string name, LinearParameters parameters)
    {
        if (codes.TryGetValue(name, out ByteValue? known))
        {
            return known.Quantization == parameters.Quantization && known.IsSigned == parameters.IsSigned ? known : null;
        }

        ByteValue value = MakeCodes(name, parameters.Quantization, parameters.IsSigned);
        made.Add(name);
        if (parameters.IsSigned)
        {
            rewriter.Add(new Node(value.Name, new ShiftSign(ElementType.UInt8), [name], [value.Name]));
        }

        return value;
    }

    /// <summary>The value as the model has it, for nodes that read it as such; it is made where it does not exist.</summary>
    public string AsModelHas(string name)
    {
        if (reals.TryGetValue(name, out ByteValue? real) && made.Add(name))
        {
            rewriter.Add(new Node(name + "/dequantize", new Dequantize(), [real.Name], [name]));
        }

        if (!codes.TryGetValue(name, out ByteValue? code) || !code.IsSigned)
        {
            return code?.Name ?? name;
        }

        if (made.Add(name))
        {
            rewriter.Add(new Node(name, new ShiftSign(ElementType.Int8), [code.Name], [name]));
        }

        return name;
    }

    private ByteValue Make(string made, string model, Ir.Quantization quantization, bool isSigned)
    {
        rewriter.SetValue(made, source.Values[model] with { Type = ElementType.UInt8, Quantization = quantization });
        return new ByteValue(made, quantization, isSigned);
    }
}
