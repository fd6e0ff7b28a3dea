using ModelCodegen.Compiler.Diagnostics;
using ModelCodegen.Compiler.Import;
using ModelCodegen.Compiler.Import.Protobuf;
using ModelCodegen.Compiler.Ir;

namespace ModelCodegen.Compiler.Tests.Import;

public sealed class ExternalDataTests : IDisposable
{
    private readonly TemporaryFolder outside = new TemporaryFolder();
    private readonly string folder;

    public ExternalDataTests()
    {
        folder = Directory.CreateDirectory(outside.File("model")).FullName;
        Directory.CreateDirectory(Path.Combine(folder, "sub"));
        byte[] data = [.. Enumerable.Range(0, 10).SelectMany(i => BitConverter.GetBytes((float)i))];
        File.WriteAllBytes(outside.File("secret.bin"), data);
        File.WriteAllBytes(Path.Combine(folder, "data.bin"), data);
        File.WriteAllBytes(Path.Combine(folder, "sub", "data.bin"), data);
        File.CreateSymbolicLink(Path.Combine(folder, "inside.link"), "sub/../data.bin");
        File.CreateSymbolicLink(Path.Combine(folder, "outside.link"), "../secret.bin");
        File.CreateSymbolicLink(Path.Combine(folder, "absolute.link"), outside.File("secret.bin"));
        Directory.CreateSymbolicLink(Path.Combine(folder, "up"), "..");
        File.CreateSymbolicLink(Path.Combine(folder, "loop"), "loop");
    }

    public void Dispose() => outside.Dispose();

    [Theory]
    [InlineData("data.bin", 0, 8, new[] { 0f, 1f })]
    [InlineData("data.bin", 32, 8, new[] { 8f, 9f })]
    [InlineData("sub/data.bin", 4, null, new[] { 1f, 2f })]
    [InlineData("./sub/data.bin", null, null, new[] { 0f, 1f })]
    [InlineData("inside.link", 4, 8, new[] { 1f, 2f })]
    public void Data_inside_the_folder_is_read(string location, int? offset, int? length, float[] expected) =>
        Assert.Equal(expected, Import(location, offset?.ToString(), length?.ToString()).ToFloat());

    [Theory]
    [InlineData("", null, null)]
    [InlineData("missing.bin", null, null)]
    [InlineData("../secret.bin", null, null)]
    [InlineData("sub/../../secret.bin", null, null)]
    [InlineData("sub/../data.bin", null, null)]
    [InlineData("..\\secret.bin", null, null)]
    [InlineData("/etc/hostname", null, null)]
    [InlineData("C:\\data.bin", null, null)]
    [InlineData("outside.link", null, null)]
    [InlineData("absolute.link", null, null)]
    [InlineData("up/secret.bin", null, null)]
    [InlineData("loop", null, null)]
    [InlineData("sub", null, null)]
    [InlineData("data.bin\0", null, null)]
    [InlineData("data.bin", "36", "8")]
    [InlineData("data.bin", "9223372036854775807", "8")]
    [InlineData("data.bin", "-4", "8")]
    [InlineData("data.bin", "four", "8")]
    [InlineData("data.bin", "0", "12")]
    [InlineData("data.bin", "0", "4")]
    public void Everything_else_is_refused(string location, string? offset, string? length)
    {
        CompilationException e = Assert.Throws<CompilationException>(() => Import(location, offset, length));
        Diagnostic diagnostic = Assert.Single(e.Diagnostics);
        Assert.Equal(DiagnosticCode.ExternalData, diagnostic.Code);
        Assert.Contains("'w'", diagnostic.Message, StringComparison.Ordinal);
    }

    private Tensor Import(string location, string? offset, string? length)
    {
        ModelBuilder builder = new ModelBuilder().Input("x", 2).Constant("w", Tensor.Floats(0, 0)).Node("Add", "x w", "y").Output("y");
        TensorProto w = builder.Model.Graph.Initializer[0];
        w.RawData = Google.Protobuf.ByteString.Empty;
        w.DataLocation = TensorProto.Types.DataLocation.External;
        w.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = location });
        if (offset is not null)
        {
            w.ExternalData.Add(new StringStringEntryProto { Key = "offset", Value = offset });
        }

        if (length is not null)
        {
            w.ExternalData.Add(new StringStringEntryProto { Key = "length", Value = length });
        }

        string path = Path.Combine(folder, "model.onnx");
        File.WriteAllBytes(path, builder.ToBytes());
        return OnnxImporter.Import(path, InputShapes.None, [], CancellationToken.None).Constants["w"];
    }
}
