namespace ModelCodegen.Compiler.Ir;

/// <summary>How a UInt8 value stands for a real one: <c>real = (byte - ZeroPoint) * Scale</c>, per tensor.</summary>
/// <param name="Scale">Positive and finite.</param>
/// <param name="ZeroPoint">0 to 255; the byte that stands for 0.</param>
public sealed record Quantization(float Scale, int ZeroPoint)
{
    /// <summary>QuantizeLinear of ONNX: divide, round half to even, add, saturate.</summary>
    public byte Quantize(float value) => float.IsNaN(value)
        ? (byte)ZeroPoint
        : (byte)Math.Clamp(MathF.Round(Math.Clamp(value / Scale, -65536f, 65536f), MidpointRounding.ToEven) + ZeroPoint, 0, 255);

    /// <summary>The bytes of a tensor of floats.</summary>
    public Tensor Quantize(Tensor tensor) => Tensor.Create(tensor.Shape, Array.ConvertAll(tensor.Values<float>().ToArray(), Quantize));

    /// <summary>The real numbers of a tensor of bytes.</summary>
    public Tensor Dequantize(Tensor tensor) => Tensor.Create(tensor.Shape, Array.ConvertAll(tensor.Values<byte>().ToArray(), Dequantize));

    /// <summary>Moves every number to the nearest one that a byte stands for.</summary>
    public void Snap(Span<float> values)
    {
        foreach (ref float value in values)
        {
            value = Dequantize(Quantize(value));
        }
    }

    /// <summary>Whether a byte stands for exactly that number.</summary>
    public bool Holds(float value) => Dequantize(Quantize(value)) == value;

    /// <summary>DequantizeLinear of ONNX.</summary>
    public float Dequantize(byte value) => (value - ZeroPoint) * Scale;
}
