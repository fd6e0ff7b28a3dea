using System.Text;
using ModelCodegen.Compiler.Compress.Data;
using ModelCodegen.Compiler.Diagnostics;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Tests.Compress.Data;

public sealed class SampleReaderTests
{
    private static readonly byte[] Good = DataFiles.Npy("<f4", "(2, 1, 3)", new byte[24]);

    public static TheoryData<string, byte[], string> Damaged => new()
    {
        { "empty", [], DiagnosticCode.DataDamaged },
        { "cut in its magic", Good[..4], DiagnosticCode.DataDamaged },
        { "cut in its header", Good[..30], DiagnosticCode.DataDamaged },
        { "cut in its elements", Good[..^1], DiagnosticCode.DataDamaged },
        { "elements left over", [.. Good, 0], DiagnosticCode.DataDamaged },
        { "no npy", Encoding.ASCII.GetBytes("this is some other file format"), DiagnosticCode.DataDamaged },
        { "Fortran order", DataFiles.Npy("<f4", "(2, 1, 3)", new byte[24], fortran: true), DiagnosticCode.DataDamaged },
        { "big-endian", DataFiles.Npy(">f4", "(2, 1, 3)", new byte[24]), DiagnosticCode.DataDamaged },
        { "objects", DataFiles.Npy("|O", "(2, 1, 3)", new byte[24]), DiagnosticCode.DataDamaged },
        { "another shape", DataFiles.Npy("<f4", "(2, 4)", new byte[32]), DiagnosticCode.DataShape },
        { "no sample", DataFiles.Npy("<f4", "(0, 1, 3)", []), DiagnosticCode.DataShape },
        { "a negative extent", DataFiles.Npy("<f4", "(-2, 1, 3)", new byte[24]), DiagnosticCode.DataDamaged },
        { "an enormous extent", DataFiles.Npy("<f4", "(999999999999, 1, 3)", new byte[24]), DiagnosticCode.DataDamaged },
    };

    [Theory]
    [MemberData(nameof(Damaged))]
    public void Damaged_files_are_refused_by_name(string what, byte[] content, string code)
    {
        using var folder = new TemporaryFolder();
        string path = folder.File(what + ".npy", content);
        var exception = Assert.Throws<CompilationException>(() => SampleReader.Open([path], Network()));
        Diagnostic diagnostic = Assert.Single(exception.Diagnostics);
        Assert.Equal(code, diagnostic.Code);
        Assert.Equal(path, diagnostic.File);
    }

    [Fact]
    public void A_wrong_shape_names_both()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("x.npy", DataFiles.Npy("<f4", "(2, 4)", new byte[32]));
        string message = Assert.Throws<CompilationException>(() => SampleReader.Open([path], Network())).Diagnostics[0].Message;
        Assert.Contains("[2,4]", message);
        Assert.Contains("[1,3]", message);
    }

    [Fact]
    public void All_bad_files_are_listed()
    {
        using var folder = new TemporaryFolder();
        var exception = Assert.Throws<CompilationException>(
            () => SampleReader.Open([folder.File("a.npy", []), folder.Path + "/missing.npy"], Network()));
        Assert.Equal([DiagnosticCode.DataDamaged, DiagnosticCode.DataMissing], exception.Diagnostics.Select(d => d.Code));
    }

    [Theory]
    [InlineData("|u1", 1)]
    [InlineData("|i1", 1)]
    [InlineData("<i2", 2)]
    [InlineData("<f2", 2)]
    [InlineData("<i4", 4)]
    [InlineData("<f4", 4)]
    [InlineData("<i8", 8)]
    [InlineData("<f8", 8)]
    public void Values_convert_by_value(string descr, int size)
    {
        float[] expected = [1, 2, 3, 100, 0, 7];
        byte[] elements = [.. expected.SelectMany(value => Element(descr, value))];
        Assert.Equal(6 * size, elements.Length);
        using var folder = new TemporaryFolder();
        SampleReader reader = SampleReader.Open([folder.File("x.npy", DataFiles.Npy(descr, "(2, 3)", elements))], Network());
        Assert.Equal(2, reader.Count);
        Assert.Equal(expected, reader.Read().SelectMany(sample => sample.Inputs["x"].Values<float>().ToArray()));
    }

    [Theory]
    [InlineData("(4, 3)", 4)]
    [InlineData("(4, 1, 3)", 4)]
    [InlineData("(1, 3)", 1)]
    public void The_first_axis_holds_samples(string shape, int samples)
    {
        using var folder = new TemporaryFolder();
        SampleReader reader = SampleReader.Open([folder.File("x.npy", DataFiles.Npy("|u1", shape, new byte[samples * 3]))], Network());
        Assert.Equal(samples, reader.Count);
        Assert.All(reader.Read(), sample => Assert.Equal([1, 3], sample.Inputs["x"].Shape.ToArray()));
    }

    private static Graph Network()
    {
        var empty = new Graph();
        return empty with { Inputs = ["x"], Outputs = ["x"], Values = empty.Values.Add("x", new ValueInfo(ElementType.Float32, [1, 3])) };
    }

    private static byte[] Element(string descr, float value) => descr switch
    {
        "|u1" or "|i1" => [(byte)value],
        "<i2" => BitConverter.GetBytes((short)value),
        "<f2" => BitConverter.GetBytes((Half)value),
        "<i4" => BitConverter.GetBytes((int)value),
        "<f4" => BitConverter.GetBytes(value),
        "<i8" => BitConverter.GetBytes((long)value),
        _ => BitConverter.GetBytes((double)value),
    };
}
