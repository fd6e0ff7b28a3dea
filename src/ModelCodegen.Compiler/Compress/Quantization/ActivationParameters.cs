using ModelCodegen.Compiler.Compress.Calibration;

namespace ModelCodegen.Compiler.Compress.Quantization;

/// <summary>Turns ranges into scales and zero points.</summary>
internal static class ActivationParameters
{
    /// <summary>The affine 8-bit code of a range.</summary>
    public static Ir.Quantization FromRange(ValueRange range) => Ir.Quantization.Covering(range.Min, range.Max);

    /// <summary>The symmetric 16-bit code whose codes reach from -<paramref name="largest"/> to <paramref name="largest"/>.</summary>
    public static Ir.Quantization Symmetric(ValueRange range, int largest) =>
        new((float)(Magnitude(range) / largest), 0, -largest, largest);

    /// <summary>The largest magnitude that a symmetric code of the range stands for.</summary>
    public static double Magnitude(ValueRange range)
    {
        double magnitude = Math.Max(-(double)range.Min, range.Max);
        return magnitude > 0 && float.IsNormal((float)(magnitude / short.MaxValue)) ? magnitude : short.MaxValue;
    }
}
