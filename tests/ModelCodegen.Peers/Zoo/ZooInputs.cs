using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace ModelCodegen.Peers.Zoo;

/// <summary>Inputs of the zoo's networks: images of soft spots and noise, vectors of noise, texts of random words; the same at every run.</summary>
public static class ZooInputs
{
    // The smallest vocabulary of the zoo.
    private const int Words = 200;

    // Images are that many soft spots wide and high.
    private const int Spots = 6;

    /// <summary>So many different inputs.</summary>
    /// <param name="shape">The input's shape.</param>
    /// <param name="type">float or long.</param>
    /// <param name="count">How many.</param>
    /// <param name="seed">Where the random numbers begin.</param>
    public static Array[] Make(IReadOnlyList<int> shape, Type type, int count, int seed)
    {
        var random = new Random(seed);
        int length = shape.Aggregate(1, (product, extent) => product * extent);
        return [.. Enumerable.Range(0, count).Select<int, Array>(_ => type == typeof(long) ? Text(random, length) : shape.Count < 4 ? Vector(random, length) : Image(random, shape))];
    }

    /// <summary>Writes inputs as a NumPy file.</summary>
    public static void WriteNpy(string path, IReadOnlyList<int> shape, IReadOnlyList<Array> inputs)
    {
        bool floats = inputs[0] is float[];
        string dims = string.Join(", ", shape.Prepend(inputs.Count).Select(extent => extent.ToString(CultureInfo.InvariantCulture)));
        string header = $"{{'descr': '{(floats ? "<f4" : "<i8")}', 'fortran_order': False, 'shape': ({dims}), }}";
        header = header.PadRight((((header.Length + 11 + 63) / 64) * 64) - 11) + "\n";
        using FileStream stream = File.Create(path);
        stream.Write([0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0, (byte)header.Length, (byte)(header.Length >> 8)]);
        stream.Write(Encoding.ASCII.GetBytes(header));
        foreach (Array input in inputs)
        {
            stream.Write(input is float[] values ? MemoryMarshal.AsBytes(values.AsSpan()) : MemoryMarshal.AsBytes(((long[])input).AsSpan()));
        }
    }

    private static float[] Image(Random random, IReadOnlyList<int> shape)
    {
        int height = shape[^2];
        int width = shape[^1];
        var image = new float[shape.Aggregate(1, (product, extent) => product * extent)];
        for (int channel = 0; channel < image.Length / (height * width); channel++)
        {
            double[] spots = [.. Enumerable.Range(0, Spots * Spots).Select(_ => Normal(random))];
            double hue = Normal(random);
            for (int i = 0; i < height * width; i++)
            {
                double y = (double)(i / width) / (height - 1) * (Spots - 1);
                double x = (double)(i % width) / (width - 1) * (Spots - 1);
                image[(channel * height * width) + i] = (float)(Between(spots, y, x) + hue + (0.25 * Normal(random)));
            }
        }

        return image;
    }

    // Bilinear interpolation of the grid of spots.
    private static double Between(double[] spots, double y, double x)
    {
        int top = Math.Min((int)y, Spots - 2);
        int left = Math.Min((int)x, Spots - 2);
        double upper = Mix(spots[(top * Spots) + left], spots[(top * Spots) + left + 1], x - left);
        double lower = Mix(spots[((top + 1) * Spots) + left], spots[((top + 1) * Spots) + left + 1], x - left);
        return Mix(upper, lower, y - top);
    }

    private static double Mix(double from, double to, double share) => from + ((to - from) * share);

    // Box and Muller.
    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private static float[] Vector(Random random, int length) => [.. Enumerable.Range(0, length).Select(_ => (float)Normal(random))];

    private static long[] Text(Random random, int length) => [.. Enumerable.Range(0, length).Select(_ => (long)random.Next(Words))];
}
