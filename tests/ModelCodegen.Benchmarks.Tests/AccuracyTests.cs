using System.Buffers.Binary;
using System.IO.Compression;
using System.Text.Json;
using ModelCodegen.Benchmarks.Accuracy;

namespace ModelCodegen.Benchmarks.Tests;

/// <summary>
/// What compression costs on networks that are hard for 8-bit integers, on the images that the sample carries: a sixth of what the
/// benchmark measures, with room for chance.
/// </summary>
public sealed class AccuracyTests : IDisposable
{
    private const int TrainingImages = 400;

    private readonly string folder = Directory.CreateTempSubdirectory("accuracy").FullName;

    public AccuracyTests()
    {
        // The first images calibrate and validate, the others test.
        Split("test-images.idx3-ubyte.gz", "images-idx3", header: 16, element: 28 * 28);
        Split("test-labels.idx1-ubyte.gz", "labels-idx1", header: 8, element: 1);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Compressed_networks_agree_with_their_floats()
    {
        string[] keys = ["model", "method", "float_top1", "top1", "drop", "bytes", "us_per_image", "compress_s"];
        JsonElement[] rows = Measure("", "int8", "int16x8", "int8-weights", "float16-weights", "int8-dynamic");
        Assert.Equal(5 * 5, rows.Length);
        Assert.All(rows, row => Assert.All(keys, key => Assert.True(row.TryGetProperty(key, out _), key)));
        foreach (JsonElement row in rows)
        {
            (double agreement, double sqnr, double drop) = row.GetProperty("method").GetString() switch
            {
                "int8" => (97.5, 20, 0.8),
                "int8-dynamic" => (98.5, 25, 0.8),
                "int16x8" => (99.6, 35, 0.3),
                "int8-weights" => (99.4, 35, 0.3),
                _ => (99.8, 55, 0.2),
            };
            Assert.True(row.GetProperty("agreement").GetDouble() >= agreement, row.ToString());
            Assert.True(row.GetProperty("sqnr_db").GetDouble() >= sqnr, row.ToString());
            Assert.True(row.GetProperty("drop").GetDouble() <= drop, row.ToString());
        }
    }

    [Fact]
    public void One_scale_for_all_channels_fails_where_ours_do_not()
    {
        JsonElement[] rows = Measure("mobilenet_v2", "int8", "int8, no recovery", "ONNX Runtime int8, per tensor");
        Assert.InRange(rows[0].GetProperty("drop").GetDouble(), -1, 0.8);
        Assert.InRange(rows[1].GetProperty("drop").GetDouble(), 2, 20);
        Assert.InRange(rows[2].GetProperty("drop").GetDouble(), 5, 30);
    }

    [Fact]
    public void Data_that_is_missing_is_asked_for() => Assert.Contains(
        "dataset-fashion-mnist", Assert.Throws<FileNotFoundException>(() => FashionMnist.Test(Path.Combine(folder, "nowhere"))).Message, StringComparison.Ordinal);

    // One seed each.
    private JsonElement[] Measure(string network, params string[] methods)
    {
        string models = Directory.CreateDirectory(Path.Combine(folder, "models")).FullName;
        foreach (string file in Directory.GetFiles(AccuracyBenchmark.UsualModels, network + "*-1.onnx"))
        {
            File.Copy(file, Path.Combine(models, Path.GetFileName(file)));
        }

        string json = Path.Combine(folder, "accuracy.json");
        AccuracyMethod[] chosen = [.. methods.Select(name => AccuracyMethod.All.Single(method => method.Name == name))];
        Assert.Equal(0, new AccuracyBenchmark(models, folder).Run([], chosen, json));
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(json));
        return [.. document.RootElement.EnumerateArray().Select(row => row.Clone())];
    }

    private void Split(string from, string to, int header, int element)
    {
        using var stream = new GZipStream(File.OpenRead(Path.Combine(AppContext.BaseDirectory, "data", from)), CompressionMode.Decompress);
        using var content = new MemoryStream();
        stream.CopyTo(content);
        byte[] bytes = content.ToArray();
        int cut = header + (TrainingImages * element);
        Write($"train-{to}-ubyte.gz", bytes.AsSpan(header, cut - header));
        Write($"t10k-{to}-ubyte.gz", bytes.AsSpan(cut));

        void Write(string name, ReadOnlySpan<byte> elements)
        {
            byte[] head = bytes[..header];
            BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(4), elements.Length / element);
            using var file = new GZipStream(File.Create(Path.Combine(folder, name)), CompressionLevel.Fastest);
            file.Write(head);
            file.Write(elements);
        }
    }
}
