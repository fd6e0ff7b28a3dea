using System.Buffers.Binary;
using System.IO.Compression;

namespace SampleApp;

/// <summary>Labelled images of Fashion-MNIST, 28x28 gray bytes, from gzipped IDX files.</summary>
internal sealed class FashionImages
{
    private const int PixelsPerImage = 28 * 28;

    private static readonly string[] Classes =
        ["T-shirt", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"];

    private readonly float[] pixels;

    private FashionImages(byte[] images, byte[] labels)
    {
        // The networks take bytes by value: 0 to 255.
        pixels = Array.ConvertAll(images, value => (float)value);
        Labels = Array.ConvertAll(labels, label => (int)label);
    }

    /// <summary>The right answers, 0 to 9.</summary>
    public IReadOnlyList<int> Labels { get; }

    /// <summary>The number of images.</summary>
    public int Count => Labels.Count;

    /// <summary>Loads the test images.</summary>
    public static FashionImages Load(string folder) => new(
        ReadIdx(Path.Combine(folder, "test-images.idx3-ubyte.gz")),
        ReadIdx(Path.Combine(folder, "test-labels.idx1-ubyte.gz")));

    /// <summary>The name of a class.</summary>
    public static string ClassName(int label) => Classes[label];

    /// <summary>An image's pixels, row by row, 0 to 255.</summary>
    public ReadOnlySpan<float> Pixels(int index) => pixels.AsSpan(index * PixelsPerImage, PixelsPerImage);

    // IDX: two zeros, the type (8: bytes), the rank, the extents as big-endian 32-bit numbers, the elements.
    private static byte[] ReadIdx(string path)
    {
        using var stream = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        Span<byte> header = stackalloc byte[4];
        stream.ReadExactly(header);
        int length = 1;
        Span<byte> extent = stackalloc byte[4];
        for (int i = 0; i < header[3]; i++)
        {
            stream.ReadExactly(extent);
            length *= BinaryPrimitives.ReadInt32BigEndian(extent);
        }

        var elements = new byte[length];
        stream.ReadExactly(elements);
        return elements;
    }
}
