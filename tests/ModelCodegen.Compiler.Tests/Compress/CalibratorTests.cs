using System.Text;
using ModelCodegen.Compiler.Compress.Calibration;
using ModelCodegen.Compiler.Compress.Data;
using ModelCodegen.Compiler.Diagnostics;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Tests.Compress;

public sealed class CalibratorTests
{
    [Fact]
    public void Ranges_hold_all_samples()
    {
        float[] samples = [.. Enumerable.Range(0, 200).Select(i => (i - 50) * 0.5f)];
        IReadOnlyDictionary<string, Histogram> seen = Observe(samples);
        Assert.Equal(new ValueRange(-25, 74.5f), seen["x"].Range);
        Assert.Equal(new ValueRange(0, 74.5f), seen["y"].Range);
    }

    [Fact]
    public void Values_that_are_not_finite_are_refused_by_name()
    {
        var exception = Assert.Throws<CompilationException>(() => Observe([1, float.NaN, 2]));
        Assert.Contains(exception.Diagnostics, d => d.Code == DiagnosticCode.CalibrationNotFinite && d.Message.Contains("'x'"));
    }

    private static IReadOnlyDictionary<string, Histogram> Observe(float[] samples)
    {
        string header = $"{{'descr': '<f4', 'fortran_order': False, 'shape': ({samples.Length}, 1), }}\n";
        byte[] file = [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. Encoding.ASCII.GetBytes(header), .. samples.SelectMany(BitConverter.GetBytes)];
        using var folder = new TemporaryFolder();
        var empty = new Graph();
        Graph graph = empty with
        {
            Inputs = ["x"],
            Outputs = ["y"],
            Nodes = [new Node("relu", new Unary(Activation.Relu), ["x"], ["y"])],
            Values = empty.Values.Add("x", new ValueInfo(ElementType.Float32, [1, 1])).Add("y", new ValueInfo(ElementType.Float32, [1, 1])),
        };
        SampleReader reader = SampleReader.Open([folder.File("x.npy", file)], graph);
        return Calibrator.Observe(graph, reader, default);
    }
}
