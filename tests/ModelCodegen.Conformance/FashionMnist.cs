using System.Buffers.Binary;
using System.IO.Compression;

namespace ModelCodegen.Conformance;

/// <summary>The 10,000 test images of Fashion-MNIST from Debian's package.</summary>
internal static class FashionMnist
{
    private const string Folder = "/usr/share/datasets/fashion-mnist";

    private static readonly Lazy<(float[][] Images, int[] Labels)> Data = new(Load);

    /// <summary>The images, 784 pixels each, 0 to 255.</summary>
    public static float[][] Images => Data.Value.Images;

    /// <summary>The classes, 0 to 9.</summary>
    public static int[] Labels => Data.Value.Labels;

    private static (float[][] Images, int[] Labels) Load()
    {
        byte[] images = Read("t10k-images-idx3-ubyte");
        byte[] labels = Read("t10k-labels-idx1-ubyte");
        int size = images.Length / labels.Length;
        return (
            [.. Enumerable.Range(0, labels.Length).Select(i => Array.ConvertAll(images[(i * size)..((i + 1) * size)], pixel => (float)pixel))],
            Array.ConvertAll(labels, label => (int)label));
    }

    private static byte[] Read(string name)
    {
        string path = Path.Combine(Folder, name);
        if (!File.Exists(path) && !File.Exists(path + ".gz"))
        {
            throw new FileNotFoundException($"The Fashion-MNIST images are missing; install Debian's package 'dataset-fashion-mnist' (apt-get install dataset-fashion-mnist).", path);
        }

        using Stream stream = File.Exists(path) ? File.OpenRead(path) : new GZipStream(File.OpenRead(path + ".gz"), CompressionMode.Decompress);
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        byte[] file = memory.ToArray();
        int rank = file[3];
        int length = 1;
        for (int i = 0; i < rank; i++)
        {
            length *= BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(4 + (4 * i)));
        }

        return file[^length..];
    }
}
