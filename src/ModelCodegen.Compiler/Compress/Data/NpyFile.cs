namespace ModelCodegen.Compiler.Compress.Data;

/// <summary>NumPy's <c>.npy</c> files: one array each.</summary>
internal static class NpyFile
{
    /// <summary>The file's array.</summary>
    /// <exception cref="FormatException">The file is damaged, or none this reader takes.</exception>
    public static DataArray Read(string path)
    {
        using FileStream stream = File.OpenRead(path);
        NpyHeader header = NpyHeader.Read(stream);
        ElementFormat format = ElementFormat.OfNumPy(header.Descr);
        DataArray.CheckLength(header.Shape, format, stream.Length - stream.Position);
        return new DataArray(path, "", header.Shape, format, () =>
        {
            FileStream elements = File.OpenRead(path);
            NpyHeader.Read(elements);
            return new ElementStream(path, elements);
        });
    }
}
