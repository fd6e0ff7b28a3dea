using System.IO.Compression;
using ModelCodegen.Compiler.Compress.Data;
using ModelCodegen.Compiler.Diagnostics;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Tests.Compress.Data;

/// <summary>Every format that samples and labels may have.</summary>
public sealed class SampleFormatTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public static TheoryData<byte, byte[], float[]> IdxElements => new()
    {
        { 0x08, [0, 255], [0, 255] },
        { 0x09, [0x80, 0x7F], [-128, 127] },
        { 0x0B, [0xFF, 0xFE, 1, 0], [-2, 256] },
        { 0x0C, [0, 1, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF], [65536, -1] },
        { 0x0D, [0x3F, 0xC0, 0, 0, 0xC0, 0, 0, 0], [1.5f, -2] },
        { 0x0E, [0x3F, 0xF8, 0, 0, 0, 0, 0, 0, 0xC0, 0, 0, 0, 0, 0, 0, 0], [1.5f, -2] },
    };

    [Theory]
    [InlineData(CompressionLevel.NoCompression)]
    [InlineData(CompressionLevel.Optimal)]
    public void An_archive_holds_arrays_by_input_name_and_labels(CompressionLevel level)
    {
        string path = folder.File("x.npz", DataFiles.Npz(
            level,
            ("b/ids", DataFiles.Integers("(2, 1)", long.MaxValue, -7)),
            ("labels", DataFiles.Npy("<i4", "(2,)", [3, 0, 0, 0, 1, 0, 0, 0])),
            ("x", DataFiles.Floats("(2, 1, 2)", 1, 2, 3, 4))));
        SampleReader reader = SampleReader.Open([path], Network(("x", ElementType.Float32, [1, 2]), ("b/ids", ElementType.Int64, [1])));
        Sample[] samples = [.. reader.Read()];
        Assert.Equal(2, reader.Count);
        Assert.True(reader.HasLabels);
        Assert.Equal([3L, 1L], samples.Select(sample => sample.Label!.Value));
        Assert.Equal([1, 2, 3, 4], samples.SelectMany(sample => sample.Inputs["x"].Values<float>().ToArray()));
        Assert.Equal([long.MaxValue, -7], samples.SelectMany(sample => sample.Inputs["b/ids"].Values<long>().ToArray()));
    }

    [Fact]
    public void An_input_may_be_named_labels()
    {
        string path = folder.File("x.npz", DataFiles.Npz(CompressionLevel.Optimal, ("labels", DataFiles.Floats("(2, 1)", 5, 6))));
        SampleReader reader = SampleReader.Open([path], Network(("labels", ElementType.Float32, [1])));
        Assert.False(reader.HasLabels);
        Assert.Equal([5f, 6f], reader.Read().Select(sample => sample.Inputs["labels"].Values<float>()[0]));
    }

    [Theory]
    [MemberData(nameof(IdxElements))]
    public void Idx_elements_are_big_endian(byte type, byte[] elements, float[] expected)
    {
        byte[] file = DataFiles.Idx(type, [1, 1, 2], elements);
        foreach (string path in new[] { folder.File("images-idx3-ubyte", file), folder.File("images.idx3-ubyte.gz", DataFiles.Gzip(file)) })
        {
            SampleReader reader = SampleReader.Open([path], Network(("x", ElementType.Float32, [1, 1, 1, 2])));
            Assert.Equal(expected, Assert.Single(reader.Read()).Inputs["x"].Values<float>().ToArray());
        }
    }

    [Theory]
    [InlineData("t-labels-idx1-ubyte")]
    [InlineData("t-labels-idx1-ubyte.gz")]
    public void A_file_of_integers_labels_the_file_before_it(string name)
    {
        byte[] labels = DataFiles.Idx(0x08, [3], [7, 0, 255]);
        string[] paths =
        [
            folder.File("t-images-idx3-ubyte", DataFiles.Idx(0x08, [3, 2, 2], new byte[12])),
            folder.File(name, name.EndsWith(".gz", StringComparison.Ordinal) ? DataFiles.Gzip(labels) : labels),
        ];
        SampleReader reader = SampleReader.Open(paths, Network(("x", ElementType.Float32, [1, 1, 2, 2])));
        Assert.Equal(3, reader.Count);
        Assert.Equal([7L, 0L, 255L], reader.Read().Select(sample => sample.Label!.Value));
    }

    [Fact]
    public void Integers_that_fit_the_input_are_samples()
    {
        string[] paths = [folder.File("a.npy", DataFiles.Integers("(2,)", 1, 2)), folder.File("b.npy", DataFiles.Integers("(2,)", 3, 4))];
        SampleReader reader = SampleReader.Open(paths, Network(("x", ElementType.Int64, [1])));
        Assert.False(reader.HasLabels);
        Assert.Equal([1L, 2L, 3L, 4L], reader.Read().Select(sample => sample.Inputs["x"].Values<long>()[0]));
    }

    [Fact]
    public void Tensors_of_a_folder_are_a_sample()
    {
        string[] paths =
        [
            .. from set in new[] { 0, 1 }
               from file in new[] { ("input_0.pb", 2f), ("input_1.pb", 3f), ("output_0.pb", 9f) }
               select FileIn($"test_data_set_{set}", file.Item1, DataFiles.Pb([1, 1], file.Item2 + (10 * set))),
        ];
        SampleReader reader = SampleReader.Open(paths, Network(("x", ElementType.Float32, [1, 1]), ("y", ElementType.Float32, [1])));
        Assert.False(reader.HasLabels);
        Assert.Equal([(2f, 3f), (12f, 13f)], reader.Read().Select(sample => (sample.Inputs["x"].Values<float>()[0], sample.Inputs["y"].Values<float>()[0])));
    }

    [Fact]
    public void A_folder_is_a_class()
    {
        string[] paths =
        [
            FileIn("shirt", "1.npy", DataFiles.Floats("(2,)", 1, 2)),
            FileIn("Trouser", "1.pb", DataFiles.Pb([1, 2], 3, 4)),
            FileIn("shirt", "2.npy", DataFiles.Floats("(2, 2)", 5, 6, 7, 8)),
        ];
        SampleReader reader = SampleReader.Open(paths, Network(("x", ElementType.Float32, [1, 2])));
        Assert.True(reader.HasLabels);
        Assert.Equal([1L, 0L, 1L, 1L], reader.Read().Select(sample => sample.Label!.Value));
    }

    [Fact]
    public void Labels_of_a_file_hide_those_of_folders()
    {
        string[] paths =
        [
            FileIn("a", "x.npz", DataFiles.Npz(CompressionLevel.Optimal, ("x", DataFiles.Floats("(1, 1)", 1)), ("labels", DataFiles.Integers("(1,)", 4)))),
            FileIn("b", "x.npy", DataFiles.Floats("(1, 1)", 2)),
        ];
        SampleReader reader = SampleReader.Open(paths, Network(("x", ElementType.Float32, [1, 1])));
        Assert.False(reader.HasLabels);
        Assert.Equal([4L, null], reader.Read().Select(sample => sample.Label));
    }

    [Theory]
    [InlineData("(5, 28, 28)", 5)]
    [InlineData("(5, 1, 28, 28)", 5)]
    [InlineData("(5, 1, 1, 28, 28)", 5)]
    [InlineData("(28, 28)", 1)]
    [InlineData("(5, 28, 28, 1)", 5)]
    public void Dimensions_of_one_may_be_missing(string shape, int samples)
    {
        string path = folder.File("x.npy", DataFiles.Npy("|u1", shape, new byte[samples * 784]));
        SampleReader reader = SampleReader.Open([path], Network(("x", ElementType.Float32, [1, 1, 28, 28])));
        Assert.Equal(samples, reader.Count);
        Assert.All(reader.Read(), sample => Assert.Equal([1, 1, 28, 28], sample.Inputs["x"].Shape.ToArray()));
    }

    [Theory]
    [InlineData("(6, 3)", 3)]
    [InlineData("(6, 2, 3)", 6)]
    [InlineData("(6, 1, 3)", 3)]
    public void A_batch_takes_several(string shape, int samples)
    {
        byte[] elements = new byte[shape.Contains("2, 3") ? 36 : 18];
        SampleReader reader = SampleReader.Open([folder.File("x.npy", DataFiles.Npy("|u1", shape, elements))], Network(("x", ElementType.Float32, [2, 3])));
        Assert.Equal(samples, reader.Read().Count());
    }

    public void Dispose() => folder.Dispose();

    private string FileIn(string name, string file, byte[] content)
    {
        Directory.CreateDirectory(folder.File(name));
        return folder.File(Path.Combine(name, file), content);
    }

    internal static Graph Network(params (string Name, ElementType Type, int[] Shape)[] inputs)
    {
        var empty = new Graph();
        return empty with
        {
            Inputs = [.. inputs.Select(input => input.Name)],
            Outputs = [inputs[0].Name],
            Values = empty.Values.AddRange(inputs.Select(input => KeyValuePair.Create(input.Name, new ValueInfo(input.Type, [.. input.Shape])))),
        };
    }
}
