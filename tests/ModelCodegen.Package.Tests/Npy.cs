using System.Text;

namespace ModelCodegen.Package.Tests;

/// <summary>Calibration data in NumPy's format.</summary>
internal static class Npy
{
    /// <summary>A few images of noise, with the shape of Fashion-MNIST.</summary>
    public static byte[] Pixels(int count) => Bytes(count, 1, 28, 28);

    /// <summary>Bytes of noise in a shape.</summary>
    public static byte[] Bytes(params int[] shape)
    {
        string header = $"{{'descr': '|u1', 'fortran_order': False, 'shape': ({string.Join(", ", shape)}), }}".PadRight(117) + "\n";
        var data = new byte[shape.Aggregate(1, (a, b) => a * b)];
        new Random(1).NextBytes(data);
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. Encoding.ASCII.GetBytes(header), .. data];
    }
}
