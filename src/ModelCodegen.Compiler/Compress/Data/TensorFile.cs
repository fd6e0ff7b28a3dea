using System.Globalization;
using Google.Protobuf;
using ModelCodegen.Compiler.Diagnostics;
using ModelCodegen.Compiler.Import;
using ModelCodegen.Compiler.Import.Protobuf;
using ModelCodegen.Compiler.Ir;

namespace ModelCodegen.Compiler.Compress.Data;

/// <summary>ONNX's <c>.pb</c> files: one TensorProto each. Small, hence read whole.</summary>
internal static class TensorFile
{
    private const string Input = "input_";
    private const string Output = "output_";

    /// <summary>Whether a file holds what a network should give, as those of ONNX's test data do: it is no sample.</summary>
    public static bool IsOutput(string path) => Index(path, Output) is not null;

    /// <summary>The number of the input that a file named <c>input_N.pb</c> is for; <see langword="null"/> where it has another name.</summary>
    public static int? InputIndex(string path) => Index(path, Input);

    /// <summary>The file's array.</summary>
    /// <exception cref="FormatException">The file is damaged, or none this reader takes.</exception>
    public static DataArray Read(string path)
    {
        Tensor tensor = Parse(path);
        return new DataArray(path, "", tensor.Shape, new ElementFormat(tensor.Type, BigEndian: !BitConverter.IsLittleEndian), () =>
            new ElementStream(path, new MemoryStream(Parse(path).Bytes.ToArray())));
    }

    private static Tensor Parse(string path)
    {
        try
        {
            var reader = new TensorReader(new ExternalData(Path.GetDirectoryName(path) ?? ""));
            return reader.Read(TensorProto.Parser.ParseFrom(File.ReadAllBytes(path)));
        }
        catch (InvalidProtocolBufferException exception)
        {
            throw new FormatException($"it is no ONNX tensor: {exception.Message.TrimEnd('.')}", exception);
        }
        catch (CompilationException exception)
        {
            throw new FormatException(exception.Diagnostics[0].Message.TrimEnd('.'), exception);
        }
    }

    private static int? Index(string path, string prefix)
    {
        string name = Path.GetFileName(path);
        return name.StartsWith(prefix, StringComparison.Ordinal)
            && name.EndsWith(".pb", StringComparison.OrdinalIgnoreCase)
            && int.TryParse(name[prefix.Length..^3], NumberStyles.None, CultureInfo.InvariantCulture, out int index)
            ? index
            : null;
    }
}
