using System.IO.Compression;

namespace ModelCodegen.Compiler.Compress.Data;

/// <summary>NumPy's <c>.npz</c> files: ZIP archives of <c>.npy</c> files, stored or deflated, each named like its array.</summary>
internal static class NpzFile
{
    private const string Suffix = ".npy";

    /// <summary>The file's arrays.</summary>
    /// <exception cref="FormatException">The file is damaged, or none this reader takes.</exception>
    public static IReadOnlyList<DataArray> Read(string path)
    {
        using ZipArchive archive = OpenArchive(path);
        try
        {
            if (archive.Entries.GroupBy(entry => entry.FullName, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
            {
                throw new FormatException($"two of its arrays are named '{twice.Key}'");
            }

            return [.. archive.Entries.Select((entry, index) => Read(path, entry, index))];
        }
        catch (InvalidDataException exception)
        {
            throw new FormatException(exception.Message.TrimEnd('.'), exception);
        }
    }

    private static DataArray Read(string path, ZipArchiveEntry entry, int index)
    {
        if (!entry.FullName.EndsWith(Suffix, StringComparison.Ordinal))
        {
            throw new FormatException($"it holds '{entry.FullName}', which is no array");
        }

        using Stream stream = entry.Open();
        NpyHeader header = NpyHeader.Read(stream);
        ElementFormat format = ElementFormat.OfNumPy(header.Descr);
        DataArray.CheckLength(header.Shape, format, entry.Length - header.Length);
        DataArray.CheckDeflated(header.Shape, format, entry.CompressedLength);
        return new DataArray(path, entry.FullName[..^Suffix.Length], header.Shape, format, () =>
        {
            // An archive of its own: two arrays are read in turn.
            ZipArchive archive = OpenArchive(path);
            Stream elements = archive.Entries[index].Open();
            NpyHeader.Read(elements);
            return new ElementStream(path, elements, archive);
        });
    }

    private static ZipArchive OpenArchive(string path)
    {
        FileStream file = File.OpenRead(path);
        try
        {
            return new ZipArchive(file, ZipArchiveMode.Read);
        }
        catch (InvalidDataException)
        {
            file.Dispose();
            throw new FormatException("it is no ZIP archive, or a damaged one");
        }
    }
}
