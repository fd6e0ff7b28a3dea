using System.Collections.Immutable;
using ModelCodegen.Compiler.Diagnostics;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Compress.Calibration;

/// <summary>
/// Reads samples for a network with one input from <c>.npy</c> files, one after the other, so that memory does not grow
/// with their number. An array whose rank is the input's holds samples along axis 0; otherwise its shape is samples
/// times the input's shape. Values convert by value.
/// </summary>
internal sealed class SampleReader : IDisposable
{
    private readonly string inputName;
    private readonly ElementType inputType;
    private readonly ImmutableArray<int> inputShape;
    private readonly List<(string Path, NpyHeader Header, int Samples)> files = [];
    private FileStream? current;

    private SampleReader(string inputName, ValueInfo input)
    {
        this.inputName = inputName;
        inputType = input.Type;
        inputShape = input.Shape;
    }

    /// <summary>The number of samples in all files.</summary>
    public int Count => files.Sum(file => file.Samples);

    /// <summary>Checks every file's header.</summary>
    /// <exception cref="CompilationException">Files are missing, damaged or do not fit the input; carries every error found.</exception>
    public static SampleReader Open(IReadOnlyList<string> paths, Graph graph)
    {
        if (graph.Inputs.Length != 1)
        {
            throw new CompilationException(
                DiagnosticCode.DataShape,
                $"The network has {graph.Inputs.Length} inputs ({string.Join(", ", graph.Inputs)}), but a .npy file holds data for one.",
                file: paths[0]);
        }

        var reader = new SampleReader(graph.Inputs[0], graph.Values[graph.Inputs[0]]);
        var errors = new List<Diagnostic>();
        foreach (string path in paths)
        {
            reader.Add(path, errors);
        }

        return errors.Count == 0 ? reader : throw new CompilationException(errors);
    }

    /// <summary>Gives all samples, in the order of the files.</summary>
    public IEnumerable<IReadOnlyDictionary<string, Tensor>> Read()
    {
        foreach ((string path, NpyHeader header, int samples) in files)
        {
            using (current = File.OpenRead(path))
            {
                NpyHeader.Read(current);
                var bytes = new byte[ShapeArithmetic.Length(inputShape) * NpyElements.Size(header.Descr)];
                for (int i = 0; i < samples; i++)
                {
                    current.ReadExactly(bytes);
                    yield return new Dictionary<string, Tensor> { [inputName] = ToTensor(NpyElements.Decode(header.Descr, bytes)) };
                }
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => current?.Dispose();

    private void Add(string path, List<Diagnostic> errors)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            NpyHeader header = NpyHeader.Read(stream);
            int size = NpyElements.Size(header.Descr);
            if (Samples(header.Shape) is not { } samples)
            {
                errors.Add(new Diagnostic(
                    DiagnosticCode.DataShape,
                    Severity.Error,
                    $"The array's shape {ShapeArithmetic.Format(header.Shape)} does not fit the input '{inputName}' of shape {ShapeArithmetic.Format(inputShape)}.",
                    path));
            }
            else if (stream.Length - stream.Position != (long)samples * ShapeArithmetic.Length(inputShape) * size)
            {
                errors.Add(new Diagnostic(
                    DiagnosticCode.DataDamaged,
                    Severity.Error,
                    $"The file holds {stream.Length - stream.Position} bytes of elements, but its shape {ShapeArithmetic.Format(header.Shape)} needs another number.",
                    path));
            }
            else
            {
                files.Add((path, header, samples));
            }
        }
        catch (FormatException exception)
        {
            errors.Add(new Diagnostic(DiagnosticCode.DataDamaged, Severity.Error, $"The file cannot be read as calibration data: {exception.Message}.", path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            errors.Add(new Diagnostic(DiagnosticCode.DataMissing, Severity.Error, $"The calibration file cannot be opened: {exception.Message}", path));
        }
    }

    private int? Samples(ImmutableArray<int> shape)
    {
        if (shape.Length == inputShape.Length + 1 && shape.AsSpan()[1..].SequenceEqual(inputShape.AsSpan()) && shape[0] > 0)
        {
            return shape[0];
        }

        return shape.Length == inputShape.Length && shape.Length > 0
            && shape.AsSpan()[1..].SequenceEqual(inputShape.AsSpan()[1..])
            && shape[0] > 0 && shape[0] % inputShape[0] == 0
            ? shape[0] / inputShape[0]
            : null;
    }

    private Tensor ToTensor(double[] values) => inputType switch
    {
        ElementType.Float32 => Tensor.Create(inputShape, Array.ConvertAll(values, value => (float)value)),
        ElementType.Float64 => Tensor.Create(inputShape, values),
        ElementType.Float16 => Tensor.Create(inputShape, Array.ConvertAll(values, value => (Half)value)),
        ElementType.Int8 => Tensor.Create(inputShape, Array.ConvertAll(values, value => (sbyte)value)),
        ElementType.UInt8 => Tensor.Create(inputShape, Array.ConvertAll(values, value => (byte)value)),
        ElementType.Int16 => Tensor.Create(inputShape, Array.ConvertAll(values, value => (short)value)),
        ElementType.UInt16 => Tensor.Create(inputShape, Array.ConvertAll(values, value => (ushort)value)),
        ElementType.Int32 => Tensor.Create(inputShape, Array.ConvertAll(values, value => (int)value)),
        ElementType.UInt32 => Tensor.Create(inputShape, Array.ConvertAll(values, value => (uint)value)),
        ElementType.Int64 => Tensor.Create(inputShape, Array.ConvertAll(values, value => (long)value)),
        ElementType.UInt64 => Tensor.Create(inputShape, Array.ConvertAll(values, value => (ulong)value)),
        _ => Tensor.Create(inputShape, Array.ConvertAll(values, value => value != 0)),
    };
}
