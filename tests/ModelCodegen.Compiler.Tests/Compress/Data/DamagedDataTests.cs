using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text;
using ModelCodegen.Compiler.Compress.Data;
using ModelCodegen.Compiler.Diagnostics;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Tests.Compress.Data;

/// <summary>Nothing that a data file says is trusted, and nothing of it is held longer than a sample.</summary>
public sealed class DamagedDataTests
{
    private static readonly byte[] Npz = DataFiles.Npz(CompressionLevel.Optimal, ("x", DataFiles.Floats("(2, 1, 3)", 1, 2, 3, 4, 5, 6)));
    private static readonly byte[] Idx = DataFiles.Idx(0x08, [2, 3], new byte[6]);
    private static readonly byte[] Pb = DataFiles.Pb([1, 3], 1, 2, 3);

    public static TheoryData<string, byte[], string> Damaged => new()
    {
        { "empty.npz", [], DiagnosticCode.DataDamaged },
        { "cut.npz", Npz[..^30], DiagnosticCode.DataDamaged },
        { "text.npz", Encoding.ASCII.GetBytes("this is some other file format"), DiagnosticCode.DataDamaged },
        { "text within.npz", DataFiles.Npz(CompressionLevel.Optimal, ("x", Encoding.ASCII.GetBytes("no array"))), DiagnosticCode.DataDamaged },
        { "twice.npz", DataFiles.Npz(CompressionLevel.Optimal, ("x", DataFiles.Floats("(1, 3)", 1, 2, 3)), ("x", DataFiles.Floats("(1, 3)", 1, 2, 3))), DiagnosticCode.DataDamaged },
        { "shape.npz", DataFiles.Npz(CompressionLevel.Optimal, ("x", DataFiles.Floats("(4, 1, 3)", 1, 2, 3))), DiagnosticCode.DataDamaged },
        { "enormous.npz", DataFiles.Npz(CompressionLevel.Optimal, ("x", DataFiles.Floats("(2147483647, 2147483647, 3)"))), DiagnosticCode.DataDamaged },
        { "another name.npz", DataFiles.Npz(CompressionLevel.Optimal, ("z", DataFiles.Floats("(1, 3)", 1, 2, 3))), DiagnosticCode.DataShape },
        { "labels.npz", WithLabels(DataFiles.Integers("(3,)", 1, 2, 3)), DiagnosticCode.DataShape },
        { "float labels.npz", WithLabels(DataFiles.Floats("(2,)", 1, 2)), DiagnosticCode.DataShape },
        { "empty-idx2", [], DiagnosticCode.DataDamaged },
        { "cut-idx2", Idx[..^1], DiagnosticCode.DataDamaged },
        { "header-idx2", Idx[..7], DiagnosticCode.DataDamaged },
        { "left over-idx2", [.. Idx, 0], DiagnosticCode.DataDamaged },
        { "type-idx2", DataFiles.Idx(0x0A, [2, 3], new byte[6]), DiagnosticCode.DataDamaged },
        { "negative-idx2", DataFiles.Idx(0x08, [-2, 3], new byte[6]), DiagnosticCode.DataDamaged },
        { "shape-idx2", DataFiles.Idx(0x08, [2, 4], new byte[8]), DiagnosticCode.DataShape },
        { "alone-idx1", DataFiles.Idx(0x08, [2], new byte[2]), DiagnosticCode.DataShape },
        { "no gzip-idx2.gz", Idx, DiagnosticCode.DataDamaged },
        { "promises-idx2.gz", DataFiles.Gzip(DataFiles.Idx(0x08, [1 << 30, 3], [])), DiagnosticCode.DataDamaged },
        { "empty.pb", [], DiagnosticCode.DataDamaged },
        { "cut.pb", Pb[..^1], DiagnosticCode.DataDamaged },
        { "length.pb", DataFiles.Pb([2, 3], 1, 2, 3), DiagnosticCode.DataDamaged },
        { "enormous.pb", DataFiles.Pb([1L << 40, 3], 1, 2, 3), DiagnosticCode.DataDamaged },
        { "shape.pb", DataFiles.Pb([1, 4], 1, 2, 3, 4), DiagnosticCode.DataShape },
        { "picture.png", [1, 2, 3], DiagnosticCode.DataDamaged },
        { "output_0.pb", Pb, DiagnosticCode.DataMissing },
    };

    public static TheoryData<string, byte[]> DamagedLater => new()
    {
        { "cut-idx2.gz", DataFiles.Gzip(Idx)[..^12] },
        { "checksum-idx2.gz", WithOtherChecksum(DataFiles.Gzip(Idx)) },
        { "short-idx2.gz", DataFiles.Gzip(Idx[..^1]) },
        { "left over-idx2.gz", DataFiles.Gzip([.. Idx, 0]) },
        { "lying.npz", WithLength(DataFiles.Npz(CompressionLevel.Optimal, ("x", DataFiles.Floats("(20, 1, 3)", new float[3]))), 57 * 4) },
    };

    [Theory]
    [MemberData(nameof(Damaged))]
    public void Damaged_files_are_refused_by_name(string name, byte[] content, string code)
    {
        using var folder = new TemporaryFolder();
        string path = folder.File(name, content);
        Diagnostic diagnostic = Assert.Single(Assert.Throws<CompilationException>(() => SampleReader.Open([path], Network)).Diagnostics);
        Assert.Equal((code, path), (diagnostic.Code, diagnostic.File));
    }

    [Theory]
    [MemberData(nameof(DamagedLater))]
    public void What_only_reading_shows_is_refused_then(string name, byte[] content)
    {
        using var folder = new TemporaryFolder();
        string path = folder.File(name, content);
        Diagnostic diagnostic = Assert.Single(Assert.Throws<CompilationException>(() => SampleReader.Open([path], Network).Read().Count()).Diagnostics);
        Assert.Equal((DiagnosticCode.DataDamaged, path), (diagnostic.Code, diagnostic.File));
    }

    [Fact]
    public void All_errors_are_listed()
    {
        using var folder = new TemporaryFolder();
        Graph network = SampleFormatTests.Network(("x", ElementType.Float32, [1, 3]), ("y", ElementType.Float32, [1, 3]));
        string[] paths =
        [
            folder.File("1.npy", DataFiles.Floats("(1, 3)", 1, 2, 3)),
            folder.File("2.npz", DataFiles.Npz(CompressionLevel.Optimal, ("x", DataFiles.Floats("(1, 4)", 1, 2, 3, 4)), ("y", DataFiles.Floats("(2, 5)", new float[10])))),
            folder.File("3.npz", DataFiles.Npz(CompressionLevel.Optimal, ("x", DataFiles.Floats("(1, 3)", 1, 2, 3)), ("y", DataFiles.Floats("(2, 3)", new float[6])))),
            folder.File("input_0.pb", Pb),
            folder.File("other.pb", Pb),
        ];
        Diagnostic[] errors = [.. Assert.Throws<CompilationException>(() => SampleReader.Open(paths, network)).Diagnostics];
        Assert.Equal([paths[0], paths[1], paths[1], paths[2], paths[3], paths[4]], errors.Select(error => error.File));
        Assert.Contains("[1,4]", errors[1].Message);
        Assert.Contains("'y' of shape [1,3]", errors[2].Message);
    }

    [Fact]
    public void No_sample_is_held()
    {
        const int Samples = 500;
        using var folder = new TemporaryFolder();
        string path = folder.File("x.npz", DataFiles.Npz(CompressionLevel.Optimal, ("x", DataFiles.Npy("<f4", $"({Samples}, 10000)", new byte[Samples * 40000]))));
        long before = GC.GetAllocatedBytesForCurrentThread();
        SampleReader reader = SampleReader.Open([path], SampleFormatTests.Network(("x", ElementType.Float32, [1, 10000])));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        WeakReference[] seen = Walk(reader);
        GC.Collect();
        Assert.Equal(Samples, seen.Length);
        Assert.Equal(0, seen.Count(reference => reference.IsAlive));

        [MethodImpl(MethodImplOptions.NoInlining)]
        static WeakReference[] Walk(SampleReader reader)
        {
            var seen = new List<WeakReference>();
            foreach (Sample sample in reader.Read())
            {
                if (seen.Count == Samples / 2)
                {
                    GC.Collect();
                    Assert.InRange(seen.Count(reference => reference.IsAlive), 0, 2);
                }

                seen.Add(new WeakReference(sample.Inputs["x"]));
            }

            return [.. seen];
        }
    }

    private static Graph Network => SampleFormatTests.Network(("x", ElementType.Float32, [1, 3]));

    private static byte[] WithLabels(byte[] labels) =>
        DataFiles.Npz(CompressionLevel.Optimal, ("x", DataFiles.Floats("(2, 3)", 1, 2, 3, 4, 5, 6)), ("labels", labels));

    private static byte[] WithOtherChecksum(byte[] gzip)
    {
        gzip[^8] ^= 1;
        return gzip;
    }

    // Makes the archive's directory promise more bytes of the one entry than it holds.
    private static byte[] WithLength(byte[] npz, int more)
    {
        int directory = npz.AsSpan().LastIndexOf("PK\u0001\u0002"u8);
        Span<byte> length = npz.AsSpan(directory + 24, 4);
        BinaryPrimitives.WriteInt32LittleEndian(length, BinaryPrimitives.ReadInt32LittleEndian(length) + more);
        return npz;
    }
}
