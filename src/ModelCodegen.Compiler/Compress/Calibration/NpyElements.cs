using System.Buffers.Binary;

namespace ModelCodegen.Compiler.Compress.Calibration;

/// <summary>Decodes a <c>.npy</c> file's little-endian elements, by value.</summary>
internal static class NpyElements
{
    /// <summary>The size of an element in bytes.</summary>
    /// <exception cref="FormatException">The type is none this reader takes.</exception>
    public static int Size(string descr) => descr switch
    {
        "|u1" or "|i1" or "|b1" => 1,
        "<u2" or "<i2" or "<f2" => 2,
        "<u4" or "<i4" or "<f4" => 4,
        "<u8" or "<i8" or "<f8" => 8,
        _ => throw new FormatException($"its element type '{descr}' is not taken; save it as float32, or as a little-endian integer"),
    };

    /// <summary>The elements as doubles; 64-bit integers beyond 2^53 lose their last bits.</summary>
    public static double[] Decode(string descr, ReadOnlySpan<byte> bytes)
    {
        int size = Size(descr);
        var values = new double[bytes.Length / size];
        for (int i = 0; i < values.Length; i++)
        {
            ReadOnlySpan<byte> element = bytes.Slice(i * size, size);
            values[i] = descr switch
            {
                "|i1" => (sbyte)element[0],
                "|u1" or "|b1" => element[0],
                "<u2" => BinaryPrimitives.ReadUInt16LittleEndian(element),
                "<i2" => BinaryPrimitives.ReadInt16LittleEndian(element),
                "<f2" => (double)BinaryPrimitives.ReadHalfLittleEndian(element),
                "<u4" => BinaryPrimitives.ReadUInt32LittleEndian(element),
                "<i4" => BinaryPrimitives.ReadInt32LittleEndian(element),
                "<f4" => BinaryPrimitives.ReadSingleLittleEndian(element),
                "<u8" => BinaryPrimitives.ReadUInt64LittleEndian(element),
                "<i8" => BinaryPrimitives.ReadInt64LittleEndian(element),
                _ => BinaryPrimitives.ReadDoubleLittleEndian(element),
            };
        }

        return values;
    }
}
