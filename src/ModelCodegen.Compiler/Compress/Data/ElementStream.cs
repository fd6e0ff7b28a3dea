using ModelCodegen.Compiler.Diagnostics;

namespace ModelCodegen.Compiler.Compress.Data;

/// <summary>An array's elements, read one after the other.</summary>
/// <param name="path">The file, for errors.</param>
/// <param name="stream">Stands at the first element.</param>
/// <param name="owner">What else must be closed; <see langword="null"/> where the stream is all.</param>
internal sealed class ElementStream(string path, Stream stream, IDisposable? owner = null) : IDisposable
{
    /// <summary>Reads so many bytes.</summary>
    /// <exception cref="CompilationException">The file ends before, or is damaged (<see cref="DiagnosticCode.DataDamaged"/>).</exception>
    public void Fill(Span<byte> bytes)
    {
        if (Read(bytes) != bytes.Length)
        {
            throw Damaged("it ends within its elements");
        }
    }

    /// <summary>Checks that no byte is left; with that the checksum of a compressed file is checked, too.</summary>
    /// <exception cref="CompilationException">One is (<see cref="DiagnosticCode.DataDamaged"/>).</exception>
    public void ExpectEnd()
    {
        Span<byte> next = stackalloc byte[1];
        if (Read(next) != 0)
        {
            throw Damaged("it has more elements than its shape says");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        stream.Dispose();
        owner?.Dispose();
    }

    private int Read(Span<byte> bytes)
    {
        try
        {
            return stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException)
        {
            throw Damaged(exception.Message.TrimEnd('.'));
        }
    }

    private CompilationException Damaged(string problem) =>
        new(DiagnosticCode.DataDamaged, $"The file cannot be read as data: {problem}.", file: path);
}
