using ModelCodegen.Compiler.Compress.Calibration;

namespace ModelCodegen.Compiler.Compress.Quantization;

/// <summary>Turns ranges into scales and zero points.</summary>
internal static class ActivationParameters
{
    /// <summary>
    /// The affine 8-bit code whose ends are the range's, widened to hold 0, which gets a code of its own
    /// (Jacob et al. 2018, "Quantization and Training of Neural Networks", section 3).
    /// </summary>
    public static Ir.Quantization FromRange(ValueRange range)
    {
        double min = Math.Min(0, (double)range.Min);
        double max = Math.Max(0, (double)range.Max);
        float scale = (float)((max - min) / 255);

        // A value that is always 0, or so small that its scale is no normal float: any scale will do.
        if (!float.IsNormal(scale))
        {
            return new Ir.Quantization(1, 0);
        }

        return new Ir.Quantization(scale, (int)Math.Clamp(Math.Round(-min / scale, MidpointRounding.ToEven), 0, 255));
    }

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
