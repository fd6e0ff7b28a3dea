using System.Globalization;
using ModelCodegen.Compiler.Diagnostics;
using ModelCodegen.Compiler.Import.Protobuf;

namespace ModelCodegen.Compiler.Import;

/// <summary>Reads tensors that lie in files beside the model. No path leaves the model's folder, not even through a link.</summary>
/// <param name="folder">The folder of the model.</param>
internal sealed class ExternalData(string folder)
{
    private const int MaximumLinks = 40;

    private readonly string root = RealPath(Path.GetFullPath(folder.Length == 0 ? "." : folder));

    /// <summary>The files read so far.</summary>
    public SortedSet<string> Files { get; } = new(StringComparer.Ordinal);

    /// <summary>The bytes of a tensor, exactly <paramref name="expectedBytes"/> many.</summary>
    public byte[] Read(TensorProto tensor, long expectedBytes)
    {
        string location = "";
        long offset = 0;
        long? length = null;
        foreach (StringStringEntryProto entry in tensor.ExternalData)
        {
            switch (entry.Key)
            {
                case "location": location = entry.Value; break;
                case "offset": offset = Number(tensor, entry); break;
                case "length": length = Number(tensor, entry); break;
            }
        }

        if (length is not null && length != expectedBytes)
        {
            throw Error(tensor, $"its shape needs {expectedBytes} bytes, the model says {length}");
        }

        string path = Resolve(tensor, location);
        Files.Add(path);
        try
        {
            using FileStream stream = File.OpenRead(path);
            if (offset > stream.Length || expectedBytes > stream.Length - offset)
            {
                throw Error(tensor, $"bytes {offset} to {(decimal)offset + expectedBytes} are beyond the end of '{location}', which has {stream.Length}");
            }

            var bytes = new byte[expectedBytes];
            stream.Position = offset;
            stream.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw Error(tensor, $"'{location}' cannot be read: {e.Message}");
        }
    }

    private static long Number(TensorProto tensor, StringStringEntryProto entry) =>
        long.TryParse(entry.Value, NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            ? number
            : throw Error(tensor, $"{entry.Key} '{entry.Value}' is no number");

    private static CompilationException Error(TensorProto tensor, string problem) =>
        new CompilationException(DiagnosticCode.ExternalData, $"External data of '{tensor.Name}': {problem}.");

    private string Resolve(TensorProto tensor, string location)
    {
        string[] parts = location.Split('/', '\\');
        bool escapes = location.Length == 0 || location.Contains('\0') || location.Contains(':') || Path.IsPathRooted(location)
            || parts[0].Length == 0 || parts.Contains("..");
        if (!escapes)
        {
            try
            {
                string path = RealPath(Path.Combine([root, .. parts]));
                if (path.StartsWith(Path.EndsInDirectorySeparator(root) ? root : root + Path.DirectorySeparatorChar, StringComparison.Ordinal))
                {
                    return path;
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw Error(tensor, $"'{location}' cannot be read: {e.Message}");
            }
        }

        throw Error(tensor, $"'{location}' is not inside the model's folder");
    }

    /// <summary>The path with every link along it followed.</summary>
    private static string RealPath(string path)
    {
        int links = 0;
        string real = Path.GetPathRoot(path)!;
        var rest = new Stack<string>(Split(path[real.Length..]).Reverse());
        while (rest.TryPop(out string? part))
        {
            if (part == "..")
            {
                real = Path.GetDirectoryName(real) ?? real;
                continue;
            }

            string next = Path.Combine(real, part);
            string? target = new FileInfo(next).LinkTarget;
            if (target is null)
            {
                real = next;
                continue;
            }

            if (++links > MaximumLinks)
            {
                throw new IOException("Too many symbolic links.");
            }

            if (Path.IsPathRooted(target))
            {
                real = Path.GetPathRoot(target)!;
                target = target[real.Length..];
            }

            foreach (string targetPart in Split(target).Reverse())
            {
                rest.Push(targetPart);
            }
        }

        return real;
    }

    private static IEnumerable<string> Split(string path) => path
        .Split(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar)
        .Where(part => part.Length > 0 && part != ".");
}
