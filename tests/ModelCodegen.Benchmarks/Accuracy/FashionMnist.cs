using System.Buffers.Binary;
using System.IO.Compression;

namespace ModelCodegen.Benchmarks.Accuracy;

/// <summary>Fashion-MNIST: images of 28x28 pixels as floats 0 to 255, and their classes.</summary>
/// <param name="Images">784 floats each.</param>
/// <param name="Labels">0 to 9.</param>
internal sealed record FashionMnist(float[][] Images, int[] Labels)
{
    private const int Pixels = 28 * 28;

    /// <summary>Where Debian's package <c>dataset-fashion-mnist</c> puts the files.</summary>
    public const string UsualFolder = "/usr/share/datasets/fashion-mnist";

    /// <summary>The 10,000 test images.</summary>
    /// <exception cref="FileNotFoundException">The folder does not hold the files; the message says what to install.</exception>
    public static FashionMnist Test(string folder) => Load(folder, "t10k", int.MaxValue);

    /// <summary>The first training images.</summary>
    /// <exception cref="FileNotFoundException">The folder does not hold the files; the message says what to install.</exception>
    public static FashionMnist Training(string folder, int count) => Load(folder, "train", count);

    private static FashionMnist Load(string folder, string part, int most)
    {
        byte[] labels = ReadIdx(Path.Combine(folder, $"{part}-labels-idx1-ubyte.gz"), header: 8);
        byte[] pixels = ReadIdx(Path.Combine(folder, $"{part}-images-idx3-ubyte.gz"), header: 16);
        int count = Math.Min(most, labels.Length);
        return new FashionMnist(
            [.. Enumerable.Range(0, count).Select(i => Array.ConvertAll(pixels[(i * Pixels)..((i + 1) * Pixels)], pixel => (float)pixel))],
            Array.ConvertAll(labels[..count], label => (int)label));
    }

    private static byte[] ReadIdx(string path, int header)
    {
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"'{path}' is missing: install Debian's package dataset-fashion-mnist, or name the folder of Fashion-MNIST's files by --data.");
        }

        using var stream = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        var head = new byte[header];
        stream.ReadExactly(head);
        int length = 1;
        for (int at = 4; at < header; at += 4)
        {
            length *= BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(at));
        }

        var elements = new byte[length];
        stream.ReadExactly(elements);
        return elements;
    }
}
