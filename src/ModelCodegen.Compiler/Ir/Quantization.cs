using System.Runtime.CompilerServices;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Ir;

/// <summary>How an integer stands for a real number: <c>real = (code - ZeroPoint) * Scale</c>, per tensor.</summary>
/// <param name="Scale">Positive and finite.</param>
/// <param name="ZeroPoint">The code that stands for 0.</param>
/// <param name="Low">The least code; that of a byte, or negative.</param>
/// <param name="High">The largest code.</param>
public sealed record Quantization(float Scale, int ZeroPoint, int Low = 0, int High = 255)
{
    /// <summary>The type that holds the codes: UInt8 or Int16.</summary>
    public ElementType Type => Low < 0 || High > byte.MaxValue ? ElementType.Int16 : ElementType.UInt8;

    /// <summary>
    /// The affine 8-bit code whose ends are a range's, widened to hold 0, which gets a code of its own
    /// (Jacob et al. 2018, "Quantization and Training of Neural Networks", section 3).
    /// </summary>
    public static Quantization Covering(float least, float largest)
    {
        double min = Math.Min(0, (double)least);
        double max = Math.Max(0, (double)largest);
        float scale = (float)((max - min) / 255);

        // A value that is always 0, or so small that its scale is no normal float: any scale will do.
        return float.IsNormal(scale)
            ? new Quantization(scale, (int)Math.Clamp(Math.Round(-min / scale, MidpointRounding.ToEven), 0, 255))
            : new Quantization(1, 0);
    }

    /// <summary>QuantizeLinear of ONNX: divide, round half to even, add, saturate.</summary>
    public int Quantize(float value) => float.IsNaN(value)
        ? ZeroPoint
        : (int)Math.Clamp(MathF.Round(Math.Clamp(value / Scale, -65536f, 65536f), MidpointRounding.ToEven) + ZeroPoint, Low, High);

    /// <summary>The codes of a tensor of floats.</summary>
    public Tensor Quantize(Tensor tensor)
    {
        float[] values = tensor.Values<float>().ToArray();
        return Type == ElementType.Int16
            ? Tensor.Create(tensor.Shape, Array.ConvertAll(values, value => (short)Quantize(value)))
            : Tensor.Create(tensor.Shape, Array.ConvertAll(values, value => (byte)Quantize(value)));
    }

    /// <summary>Moves every number to the nearest one that a code stands for.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Snap(Span<float> values)
    {
        foreach (ref float value in values)
        {
            value = Dequantize(Quantize(value));
        }
    }

    /// <summary>Whether a code stands for exactly that number.</summary>
    public bool Holds(float value) => Dequantize(Quantize(value)) == value;

    /// <summary>DequantizeLinear of ONNX.</summary>
    public float Dequantize(int code) => (code - ZeroPoint) * Scale;

    /// <summary>The numbers that a tensor of codes stands for.</summary>
    public Tensor Dequantize(Tensor codes) => Type == ElementType.Int16
        ? Tensor.Create(codes.Shape, Array.ConvertAll(codes.Values<short>().ToArray(), code => Dequantize(code)))
        : Tensor.Create(codes.Shape, Array.ConvertAll(codes.Values<byte>().ToArray(), code => Dequantize(code)));
}
