using System.Collections.Immutable;

namespace ModelCodegen.Compiler.Compress.Data;

/// <summary>An array in a data file, of which only the header has been read.</summary>
/// <param name="Path">The file.</param>
/// <param name="Name">The array's name; empty where the file holds but one.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Format">How elements are stored.</param>
/// <param name="Open">Opens the file at the first element.</param>
internal sealed record DataArray(string Path, string Name, ImmutableArray<int> Shape, ElementFormat Format, Func<ElementStream> Open)
{
    // What a byte of deflated data can stand for at most.
    private const int LargestDeflation = 1032;

    /// <summary>The number of bytes that the elements take.</summary>
    /// <exception cref="FormatException">No file can hold so many.</exception>
    public static long Bytes(ImmutableArray<int> shape, ElementFormat format)
    {
        try
        {
            return shape.Aggregate((long)format.Size, (bytes, extent) => checked(bytes * extent));
        }
        catch (OverflowException)
        {
            throw new FormatException($"its shape {Ir.ShapeArithmetic.Format(shape)} is larger than any file");
        }
    }

    /// <summary>Compares what a header promises with what there is.</summary>
    /// <exception cref="FormatException">They differ.</exception>
    public static void CheckLength(ImmutableArray<int> shape, ElementFormat format, long bytes)
    {
        if (Bytes(shape, format) != bytes)
        {
            throw new FormatException($"it holds {bytes} bytes of elements, but its shape {Ir.ShapeArithmetic.Format(shape)} needs {Bytes(shape, format)}");
        }
    }

    /// <summary>Refuses a header that promises more than a compressed file can hold.</summary>
    /// <exception cref="FormatException">It does.</exception>
    public static void CheckDeflated(ImmutableArray<int> shape, ElementFormat format, long deflated)
    {
        if (Bytes(shape, format) / LargestDeflation > deflated)
        {
            throw new FormatException($"its {deflated} compressed bytes cannot hold the shape {Ir.ShapeArithmetic.Format(shape)}");
        }
    }
}
