using System.Buffers.Binary;
using System.Collections.Immutable;
using System.IO.Compression;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Compress.Data;

/// <summary>
/// IDX files, as MNIST and its relatives come: <c>…-idx3-ubyte</c>, also compressed (<c>.gz</c>). Two zeros, the type, the
/// rank, the extents and the elements, all with their most significant byte first.
/// </summary>
internal static class IdxFile
{
    private const string Compressed = ".gz";

    /// <summary>Whether a file is one by its name.</summary>
    public static bool IsNamed(string path)
    {
        string name = Path.GetFileName(path);
        name = name.EndsWith(Compressed, StringComparison.OrdinalIgnoreCase) ? name[..^Compressed.Length] : name;
        return name.EndsWith(".idx", StringComparison.OrdinalIgnoreCase)
            || name.Contains("-idx", StringComparison.OrdinalIgnoreCase)
            || name.Contains(".idx", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The file's array.</summary>
    /// <exception cref="FormatException">The file is damaged.</exception>
    public static DataArray Read(string path)
    {
        using Stream stream = Open(path);
        (ImmutableArray<int> shape, ElementFormat format) = ReadHeader(stream);
        if (stream is FileStream file)
        {
            DataArray.CheckLength(shape, format, file.Length - file.Position);
        }
        else
        {
            DataArray.CheckDeflated(shape, format, new FileInfo(path).Length);
        }

        return new DataArray(path, "", shape, format, () =>
        {
            Stream elements = Open(path);
            ReadHeader(elements);
            return new ElementStream(path, elements);
        });
    }

    private static Stream Open(string path)
    {
        FileStream file = File.OpenRead(path);
        return path.EndsWith(Compressed, StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionMode.Decompress) : file;
    }

    private static (ImmutableArray<int> Shape, ElementFormat Format) ReadHeader(Stream stream)
    {
        Span<byte> start = stackalloc byte[4];
        Fill(stream, start);
        ElementType? type = start[2] switch
        {
            0x08 => ElementType.UInt8,
            0x09 => ElementType.Int8,
            0x0B => ElementType.Int16,
            0x0C => ElementType.Int32,
            0x0D => ElementType.Float32,
            0x0E => ElementType.Float64,
            _ => null,
        };
        if (start[0] != 0 || start[1] != 0 || type is null)
        {
            throw new FormatException("it does not begin like an IDX file");
        }

        var shape = new int[start[3]];
        Span<byte> extent = stackalloc byte[4];
        for (int i = 0; i < shape.Length; i++)
        {
            Fill(stream, extent);
            shape[i] = BinaryPrimitives.ReadInt32BigEndian(extent);
            if (shape[i] < 0)
            {
                throw new FormatException($"its dimension {i} is too large");
            }
        }

        return ([.. shape], new ElementFormat(type.Value, BigEndian: true));
    }

    private static void Fill(Stream stream, Span<byte> bytes)
    {
        try
        {
            stream.ReadExactly(bytes);
        }
        catch (EndOfStreamException)
        {
            throw new FormatException("it ends within its header");
        }
        catch (InvalidDataException exception)
        {
            throw new FormatException(exception.Message.TrimEnd('.'), exception);
        }
    }
}
