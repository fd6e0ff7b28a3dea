using ModelCodegen.Compiler.Ir;

namespace ModelCodegen.Compiler.Compress.Data;

/// <summary>Reads an array sample by sample.</summary>
internal sealed class ArrayReader : IDisposable
{
    private readonly ElementFormat format;
    private readonly ValueInfo info;
    private readonly ElementStream elements;
    private readonly byte[] buffer;

    /// <summary>Opens the array's file.</summary>
    /// <param name="array">The array.</param>
    /// <param name="info">What a sample of it becomes.</param>
    public ArrayReader(DataArray array, ValueInfo info)
    {
        format = array.Format;
        this.info = info;
        buffer = new byte[ShapeArithmetic.Length(info.Shape) * format.Size];
        elements = array.Open();
    }

    /// <summary>The next sample.</summary>
    public Tensor Next()
    {
        elements.Fill(buffer);
        return format.ToTensor(buffer, info.Shape, info.Type);
    }

    /// <inheritdoc cref="ElementStream.ExpectEnd"/>
    public void ExpectEnd() => elements.ExpectEnd();

    /// <inheritdoc/>
    public void Dispose() => elements.Dispose();
}
