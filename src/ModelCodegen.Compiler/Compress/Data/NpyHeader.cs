using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ModelCodegen.Compiler.Compress.Data;

/// <summary>The header of a NumPy <c>.npy</c> file (format versions 1 to 3).</summary>
/// <param name="Descr">The element type, as NumPy writes it: <c>&lt;f4</c>, <c>|u1</c>.</param>
/// <param name="Shape">The array's shape.</param>
/// <param name="Length">The number of bytes before the first element.</param>
internal sealed partial record NpyHeader(string Descr, ImmutableArray<int> Shape, int Length)
{
    private const int LongestHeader = 1 << 16;

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Reads the header and leaves the stream at the first element.</summary>
    /// <exception cref="FormatException">The stream is no such file, or one this reader does not take.</exception>
    public static NpyHeader Read(Stream stream)
    {
        byte[] start = ReadExactly(stream, 8);
        if (!start.AsSpan(0, 6).SequenceEqual(Magic) || start[6] is < 1 or > 3)
        {
            throw new FormatException("it does not begin like a .npy file");
        }

        int length = start[6] == 1
            ? BinaryPrimitives.ReadUInt16LittleEndian(ReadExactly(stream, 2))
            : (int)Math.Min(int.MaxValue, BinaryPrimitives.ReadUInt32LittleEndian(ReadExactly(stream, 4)));
        if (length > LongestHeader)
        {
            throw new FormatException("its header is too long");
        }

        string text = Encoding.UTF8.GetString(ReadExactly(stream, length));
        Match descr = DescrPattern().Match(text);
        Match fortran = FortranPattern().Match(text);
        Match shape = ShapePattern().Match(text);
        if (!descr.Success || !fortran.Success || !shape.Success)
        {
            throw new FormatException("its header has no 'descr', 'fortran_order' and 'shape'");
        }

        if (fortran.Groups[1].Value == "True")
        {
            throw new FormatException("its elements are in Fortran order; save numpy.ascontiguousarray(array)");
        }

        var extents = new List<int>();
        foreach (string part in shape.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int extent))
            {
                throw new FormatException($"its shape ({shape.Groups[1].Value}) is no list of extents");
            }

            extents.Add(extent);
        }

        return new NpyHeader(descr.Groups[1].Value, [.. extents], start.Length + (start[6] == 1 ? 2 : 4) + length);
    }

    private static byte[] ReadExactly(Stream stream, int count)
    {
        var buffer = new byte[count];
        return stream.ReadAtLeast(buffer, count, throwOnEndOfStream: false) == count
            ? buffer
            : throw new FormatException("it ends within its header");
    }

    [GeneratedRegex("""['"]descr['"]\s*:\s*['"]([^'"]+)['"]""")]
    private static partial Regex DescrPattern();

    [GeneratedRegex("""['"]fortran_order['"]\s*:\s*(True|False)""")]
    private static partial Regex FortranPattern();

    [GeneratedRegex("""['"]shape['"]\s*:\s*\(([^)]*)\)""")]
    private static partial Regex ShapePattern();
}
