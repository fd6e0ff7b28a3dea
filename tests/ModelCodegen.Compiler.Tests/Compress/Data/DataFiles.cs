using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using Google.Protobuf;
using ModelCodegen.Compiler.Import.Protobuf;

namespace ModelCodegen.Compiler.Tests.Compress.Data;

/// <summary>Writes data files of every format.</summary>
internal static class DataFiles
{
    public static byte[] Npy(string descr, string shape, byte[] elements, bool fortran = false)
    {
        string header = $"{{'descr': '{descr}', 'fortran_order': {(fortran ? "True" : "False")}, 'shape': {shape}, }}\n";
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, (byte)(header.Length >> 8), .. Encoding.ASCII.GetBytes(header), .. elements];
    }

    /// <summary>A <c>.npy</c> of floats.</summary>
    public static byte[] Floats(string shape, params float[] values) => Npy("<f4", shape, MemoryMarshal.AsBytes<float>(values).ToArray());

    /// <summary>A <c>.npy</c> of 64-bit integers.</summary>
    public static byte[] Integers(string shape, params long[] values) => Npy("<i8", shape, MemoryMarshal.AsBytes<long>(values).ToArray());

    public static byte[] Npz(CompressionLevel level, params (string Name, byte[] Npy)[] arrays)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] npy) in arrays)
            {
                using Stream entry = archive.CreateEntry(name + ".npy", level).Open();
                entry.Write(npy);
            }
        }

        return stream.ToArray();
    }

    public static byte[] Idx(byte type, int[] shape, byte[] elements)
    {
        var header = new byte[4 + (shape.Length * 4)];
        header[2] = type;
        header[3] = (byte)shape.Length;
        for (int i = 0; i < shape.Length; i++)
        {
            BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4 + (i * 4)), shape[i]);
        }

        return [.. header, .. elements];
    }

    public static byte[] Gzip(byte[] bytes)
    {
        using var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Optimal))
        {
            gzip.Write(bytes);
        }

        return stream.ToArray();
    }

    /// <summary>A <c>.pb</c> of floats, as typed data.</summary>
    public static byte[] Pb(long[] shape, params float[] values) =>
        new TensorProto { DataType = TensorProto.Types.DataType.Float, Dims = { shape }, FloatData = { values } }.ToByteArray();
}
