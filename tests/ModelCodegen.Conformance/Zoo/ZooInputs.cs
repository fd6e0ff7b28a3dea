using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace ModelCodegen.Conformance.Zoo;

/// <summary>Inputs of the zoo's networks: images of normal noise, texts of random words; the same at every run.</summary>
internal static class ZooInputs
{
    // The smallest vocabulary of the zoo.
    private const int Words = 200;

    /// <summary>So many different inputs.</summary>
    /// <param name="shape">The input's shape.</param>
    /// <param name="type">float or long.</param>
    /// <param name="count">How many.</param>
    /// <param name="seed">Where the random numbers begin.</param>
    public static Array[] Make(IReadOnlyList<int> shape, Type type, int count, int seed)
    {
        var random = new Random(seed);
        int length = shape.Aggregate(1, (product, extent) => product * extent);
        return [.. Enumerable.Range(0, count).Select<int, Array>(_ => type == typeof(long) ? Text(random, length) : Image(random, length))];
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

    private static float[] Image(Random random, int length)
    {
        var image = new float[length];
        for (int i = 0; i < length; i++)
        {
            // Box and Muller.
            image[i] = (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
        }

        return image;
    }

    private static long[] Text(Random random, int length) => [.. Enumerable.Range(0, length).Select(_ => (long)random.Next(Words))];
}
