using Google.Protobuf;
using ModelCodegen.Compiler.Export;
using ModelCodegen.Compiler.Import.Protobuf;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Plan;
using static ModelCodegen.Compiler.Export.OnnxGraphBuilder;
using DataType = ModelCodegen.Compiler.Import.Protobuf.TensorProto.Types.DataType;

namespace ModelCodegen.Conformance;

/// <summary>Builds small quantized models, in either of ONNX's forms, with random weights and parameters.</summary>
/// <param name="random">Where they come from.</param>
/// <param name="signed">Whether activations are signed bytes.</param>
/// <param name="operators">Operators on bytes (QLinearConv) instead of float ones between DequantizeLinear and QuantizeLinear.</param>
internal sealed class QuantizedModel(Random random, bool signed, bool operators)
{
    private readonly OnnxGraphBuilder builder = new();
    private readonly Dictionary<string, (string Scale, string Zero)> parameters = [];
    private readonly Dictionary<string, float> scales = [];
    private int count;

    /// <summary>The scale of the last value.</summary>
    public float LastScale { get; private set; }

    /// <summary>Whether the model's input and output are its bytes, instead of floats.</summary>
    public bool BytesOutside { get; init; }

    /// <summary>The input's scale.</summary>
    public float InputScale { get; init; } = 0.02f;

    /// <summary>The input, quantized.</summary>
    public string Input(params int[] shape)
    {
        string bytes = BytesOutside ? "x" : Name("q");
        builder.Graph.Input.Add(Describe("x", shape));
        (string scale, string zero) = Parameters(bytes, InputScale);
        return BytesOutside ? bytes : builder.Add("QuantizeLinear", bytes, ["x", scale, zero], bytes);
    }

    /// <summary>A value as the output, dequantized.</summary>
    public byte[] Output(string value, params int[] shape)
    {
        (string scale, string zero) = parameters[value];
        string output = BytesOutside ? value : builder.Add("DequantizeLinear", "last", [value, scale, zero], "y");
        builder.Graph.Output.Add(Describe(output, shape));
        var model = new ModelProto { IrVersion = 8, Graph = builder.Graph };
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = 13 });
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "com.microsoft", Version = 1 });
        return model.ToByteArray();
    }

    /// <summary>A convolution with a bias.</summary>
    /// <param name="x">Its input.</param>
    /// <param name="shape">The weights' shape.</param>
    /// <param name="weights">s8 (per channel), lowest (all -128), u8 (whose zero point is 128) or asymmetric.</param>
    /// <param name="outputScale">The result's scale.</param>
    /// <param name="attributes">Conv's attributes.</param>
    public string Conv(string x, int[] shape, string weights, float outputScale, params AttributeProto[] attributes)
    {
        (string w, string scale, string zero, float[] scales) = Weights(shape, weights, axis: 0);
        string bias = Bias(x, scales, shape[0]);
        string y = Name("conv");
        (string yScale, string yZero) = Parameters(y, outputScale);
        (string xScale, string xZero) = parameters[x];
        return operators
            ? builder.Add("QLinearConv", y, [x, xScale, xZero, w, scale, zero, yScale, yZero, bias], y, attributes)
            : Quantized("Conv", y, [Dequantized(x), Dequantized(w, scale, zero, 0), Dequantized(bias, bias + "/scale", null, 0)], attributes);
    }

    /// <summary>A product with weights [depth, columns].</summary>
    public string MatMul(string x, int depth, int columns, string weights, float outputScale)
    {
        (string w, string scale, string zero, _) = Weights([depth, columns], weights, axis: 1);
        string y = Name("matmul");
        (string yScale, string yZero) = Parameters(y, outputScale);
        (string xScale, string xZero) = parameters[x];
        return operators
            ? builder.Add("QLinearMatMul", y, [x, xScale, xZero, w, scale, zero, yScale, yZero], y)
            : Quantized("MatMul", y, [Dequantized(x), Dequantized(w, scale, zero, 1)]);
    }

    /// <summary>An elementwise operator, a pool or a concatenation with a scale of its own.</summary>
    public string Apply(string type, string[] inputs, float outputScale, params AttributeProto[] attributes)
    {
        string y = Name(type.ToLowerInvariant());
        (string scale, string zero) = Parameters(y, outputScale);
        if (!operators)
        {
            return Quantized(type, y, [.. inputs.Select(Dequantized)], attributes);
        }

        string[] operands = [.. inputs.SelectMany(input => new[] { input, parameters[input].Scale, parameters[input].Zero })];
        builder.Add("QLinear" + type, y, type == "Concat" ? [scale, zero, .. operands] : [.. operands, scale, zero], y, attributes);
        builder.Graph.Node[^1].Domain = "com.microsoft";
        return y;
    }

    /// <summary>An operator that moves bytes, whose scale stays.</summary>
    public string Move(string type, string x, AttributeProto[] attributes, params string[] others)
    {
        string y = Name(type.ToLowerInvariant());
        parameters[y] = parameters[x];
        return operators
            ? builder.Add(type, y, [x, .. others], y, attributes)
            : Quantized(type, y, [Dequantized(x), .. others], attributes);
    }

    /// <summary>Adds a constant of integers.</summary>
    public string Constant(params long[] values) => builder.Constant(Name("constant"), Tensor.Create([values.Length], values));

    private string Quantized(string type, string y, string[] inputs, params AttributeProto[] attributes)
    {
        builder.Add(type, y + "/op", inputs, y + "/real", attributes);
        return builder.Add("QuantizeLinear", y + "/quantize", [y + "/real", parameters[y].Scale, parameters[y].Zero], y);
    }

    private string Dequantized(string name) => Dequantized(name, parameters[name].Scale, parameters[name].Zero, null);

    private string Dequantized(string name, string scale, string? zero, int? axis)
    {
        string real = Name(name + "/real");
        return builder.Add("DequantizeLinear", real, zero is null ? [name, scale] : [name, scale, zero], real, axis is { } a ? [Int("axis", a)] : []);
    }

    private (string Weights, string Scale, string Zero, float[] Scales) Weights(int[] shape, string kind, int axis)
    {
        string name = Name("w");
        bool perChannel = kind is "s8" or "lowest";
        byte[] bytes = new byte[ShapeArithmetic.Length(shape)];
        random.NextBytes(bytes);
        bytes.AsSpan(0, kind == "lowest" ? bytes.Length : 0).Fill(128);
        builder.Constant(name, perChannel ? Tensor.Create([.. shape], Array.ConvertAll(bytes, b => unchecked((sbyte)b))) : Tensor.Create([.. shape], bytes));
        float[] scales = [.. Enumerable.Range(0, perChannel ? shape[axis] : 1).Select(_ => 0.002f * (0.5f + random.NextSingle()))];
        string scale = builder.Constant(name + "/scale", Tensor.Create(perChannel ? [scales.Length] : [], scales));
        string zero = builder.Constant(name + "/zero", perChannel
            ? Tensor.Zeros(ElementType.Int8, [scales.Length])
            : Tensor.Create([], [kind == "u8" ? (byte)128 : (byte)random.Next(100, 120)]));
        return (name, scale, zero, scales);
    }

    private string Bias(string x, float[] weightScales, int channels)
    {
        string name = Name("b");
        float inputScale = scales[parameters[x].Scale];
        builder.Constant(name, Tensor.Create([channels], [.. Enumerable.Range(0, channels).Select(_ => random.Next(-3000, 3000))]));
        builder.Constant(name + "/scale", Tensor.Create(weightScales.Length == 1 ? [] : [channels], Array.ConvertAll(weightScales, scale => inputScale * scale)));
        return name;
    }

    private (string Scale, string Zero) Parameters(string value, float scale)
    {
        // No simple ratio to other scales: sums would lie halfway between two steps.
        scale *= 1 + (0.1f * random.NextSingle());
        int zero = random.Next(-20, 20);
        LastScale = scale;
        scales[value + "/scale"] = scale;
        parameters[value] = (
            builder.Constant(value + "/scale", Tensor.Create([], [scale])),
            builder.Constant(value + "/zero", signed ? Tensor.Create([], [(sbyte)zero]) : Tensor.Create([], [(byte)(128 + zero)])));
        return parameters[value];
    }

    private string Name(string stem) => $"{stem}_{++count}";

    private ValueInfoProto Describe(string name, int[] shape)
    {
        var dims = new TensorShapeProto();
        dims.Dim.AddRange(shape.Select(extent => new TensorShapeProto.Types.Dimension { DimValue = extent }));
        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = !BytesOutside ? DataType.Float : signed ? DataType.Int8 : DataType.Uint8, Shape = dims } } };
    }
}
